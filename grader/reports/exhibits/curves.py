"""A path on a loss of one parameter: the curve with both paths on it, and weight and loss by row."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape, loss_along, quartic, sine
from grader.reports import prose
from grader.reports.drawing import plot
from grader.reports.drawing.plot import Line, Plot, Scale
from grader.reports.exhibits import walking
from grader.reports.exhibits.base import Exhibit, Lost, table_of_numbers
from grader.reports.exhibits.paths import by_row, landscape_of
from grader.reports.facts.comparison import Parting, parting, readouts, rows_around
from grader.reports.facts.heavy_ball import compare_moves
from grader.rubric.comparison import TOLERANCE
from grader.words import figures, labels, walks

Array = NDArray[np.float64]

_CURVES = (sine(), quartic())  # a table of weight and loss does not name its curve: it is the one that fits
_NAMES: tuple[Literal["weight"], Literal["loss"]] = ("weight", "loss")


def exhibit(lost: Lost) -> Exhibit | None:
    """For tables of weight and loss, and for paths of one coordinate on a landscape that was given."""
    want, got = table_of_numbers(lost.asked.want), table_of_numbers(lost.asked.got)
    if want is None or got is None or got.shape[1] != want.shape[1]:
        return None
    curve = _curve(lost, want)
    if curve is None:
        return None
    whole = parting(got[: 2 * len(want)], want)
    first, column = _place(lost, whole)
    return Exhibit(
        sentences=_in_words(lost, curve, whole, first, column),
        plots=(_on_the_curve(curve, whole, first), *_by_row(whole, first)) if len(want) > 1 else (),
        tables=(rows_around(whole, first if first is not None else len(want) - 1),),
        readouts=readouts(whole) if len(want) > 1 else (),
    )


def _curve(lost: Lost, want: Array) -> Landscape | None:
    given = landscape_of(lost.asked.keywords)
    if given is not None:
        return given if given.dimension == 1 and want.shape[1] == 1 else None
    if want.shape[1] != 2:
        return None
    allowed = TOLERANCE * float(np.abs(want[:, 1]).max())
    fits = (curve for curve in _CURVES if np.abs(loss_along(curve, want[:, :1]) - want[:, 1]).max() <= allowed)
    return next(fits, None)


def _place(lost: Lost, parted: Parting) -> tuple[int | None, int]:
    """Row and column of the first difference; in the column that the criterion looked at, where it names one."""
    subject = lost.difference.subject if lost.difference is not None else ""
    if subject in _NAMES and parted.want.shape[1] == 2:
        column = _NAMES.index(subject)
        apart = np.flatnonzero(parted.ratios[:, column] > 1)
        if apart.size:
            return int(apart[0]), column
    first = parted.row
    return first, 0 if first is None else parted.column(first)


def _in_words(lost: Lost, curve: Landscape, parted: Parting, first: int | None, column: int) -> tuple[str, ...]:
    got, want = parted.got, parted.want
    if got.shape == want.shape and want.shape[1] == 2 and parting(got[:, ::-1], want).row is None:
        return (walks.COLUMNS_SWAPPED,)
    if not walking.rows_stand_in_place(lost):
        return ()
    return (
        *_what_differs(parted, first, column, curve, walking.learning_rate(lost)),
        *walking.whole_path(lost, curve, got[:, :1], want[:, :1]),
    )


def _what_differs(
    parted: Parting, first: int | None, column: int, curve: Landscape, lr: float | None
) -> tuple[str, ...]:
    """The first difference in words."""
    if first is None:
        return ()
    got, want = parted.got, parted.want
    if column == 1 and parted.ratios[first, 0] <= 1:
        own, expected = prose.number(float(got[first, 1])), prose.number(float(want[first, 1]))
        return (walks.LOSS_BESIDE_WEIGHT.format(row=first, own=own, expected=expected),)
    if column == 1 or first == 0:
        return ()
    compared = compare_moves(got[first, :1] - got[first - 1, :1], want[first, :1] - want[first - 1, :1])
    if compared is None:
        return ()
    kind, amount = compared
    if kind == "still":
        return (walks.NO_FIRST_MOVE.format(before=first - 1, row=first),)
    own = prose.number(float(got[first, 0] - got[first - 1, 0]))
    expected = prose.number(float(want[first, 0] - want[first - 1, 0]))
    slope = prose.number(float(curve.gradient(want[first - 1, :1])[0]))
    said = [_move(first, own, expected, kind, amount), walks.SLOPE.format(row=first - 1, slope=slope)]
    if first == 1 and lr:  # from rest the move tells which slope was used
        said.append(walks.SLOPE_USED.format(slope=prose.number(float(got[0, 0] - got[1, 0]) / lr)))
    return (" ".join(said),)


def _move(row: int, own: str, expected: str, kind: str, amount: float) -> str:
    """How far the first move that differs goes, and which way."""
    opposite = kind == "opposite"
    numbers = {"before": row - 1, "row": row, "own": own, "expected": expected}
    if walking.just_as_far(amount):
        return (walks.CURVE_MOVE_OPPOSITE_JUST_AS_FAR if opposite else walks.CURVE_MOVE_JUST_AS_FAR).format(**numbers)
    sentence = walks.CURVE_MOVE_OPPOSITE if opposite else walks.CURVE_MOVE
    return sentence.format(factor=prose.number(amount, 4), **numbers)


def _on_the_curve(curve: Landscape, parted: Parting, first: int | None) -> Plot:
    x, y, outline = _outline(curve, parted)
    got, want = parted.got[:, 0], parted.want[:, 0]
    own_loss, loss = (loss_along(curve, rows[:, None]) for rows in (got, want))
    inside = x.holds(got)
    gone = int(np.flatnonzero(~inside)[0]) if not inside.all() else None
    lines = (
        Line("contour curve", outline),
        plot.line("expected sparse", x, y, want, loss),
        plot.line("own sparse", x, y, got, own_loss),
    )
    ring = (
        None
        if first is None
        else plot.ring(x, y, float(got[first]), float(own_loss[first]), labels.ROW_HERE.format(row=first))
    )
    return Plot(
        title=labels.CURVE,
        description=figures.CURVE.format(
            curve=repr(curve),
            low=prose.number(x.low, 3),
            high=prose.number(x.high, 3),
            start=prose.number(want[0], 4),
            end=prose.number(want[-1], 4),
            own_start=prose.number(got[0], 4),
            own_end=prose.number(got[-1], 4),
        ),
        x_label=labels.WEIGHT,
        y_label=labels.LOSS,
        x=x,
        y=y,
        lines=lines,
        marks=plot.labelled(x, y, [ring], lines),
        legend=(("own sparse", labels.YOURS), ("expected sparse", labels.EXPECTED), ("contour curve", labels.LOSS)),
        note="" if gone is None else figures.WEIGHTS_LEAVE.format(row=gone),
    )


def _outline(curve: Landscape, parted: Parting) -> tuple[Scale, Scale, str]:
    minimum = curve.minimum
    seen = np.concatenate([parted.want[:, 0], [] if minimum is None else minimum])
    low, high = float(seen.min()), float(seen.max())
    span = max(high - low, 1.0)
    near = parted.got[:, 0][np.isfinite(parted.got[:, 0]) & (np.abs(parted.got[:, 0] - (low + high) / 2) < 1.5 * span)]
    low, high = min([low, *near.tolist()]), max([high, *near.tolist()])
    low, high = np.floor((low - 0.15 * span) * 4) / 4, np.ceil((high + 0.15 * span) * 4) / 4
    x = plot.horizontal(float(low), float(high))
    weights = np.linspace(low, high, 161)
    losses = loss_along(curve, weights[:, None])
    y = plot.value_axis(np.append(losses, losses.min() - 1e-3 * np.ptp(losses)))
    y = plot.vertical(y.low, y.high) if y.log else y
    return x, y, plot.path(x.units(weights), y.units(losses))


def _by_row(parted: Parting, first: int | None) -> list[Plot]:
    plots = []
    for column, name in enumerate(_NAMES[: parted.want.shape[1]]):
        ring = first if first is not None and parted.ratios[first, column] > 1 else None
        plots.append(by_row(name, parted.got[:, column], parted.want[:, column], ring))
    return plots
