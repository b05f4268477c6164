"""A path on a loss of one parameter: the curve with both paths on it, and weight and loss by row."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.landscape_asked import curve_of
from grader.landscapes import Landscape, loss_along
from grader.reports.drawing import plot
from grader.reports.drawing.plot import Key, Line, Mark, Plot, Scale
from grader.reports.exhibits import path_rule
from grader.reports.exhibits.base import Exhibit, Lost, table_of_numbers
from grader.reports.exhibits.paths import by_row
from grader.reports.exhibits.rows import readouts, rows_around
from grader.reports.facts.comparison import Comparison
from grader.reports.facts.heavy_ball import compare_moves
from grader.words import figures, labels, notation
from grader.words import path_rule as path_words

Array = NDArray[np.float64]

_NAMES: tuple[Literal["weight"], Literal["loss"]] = ("weight", "loss")


def exhibit(lost: Lost) -> Exhibit | None:
    """For tables of weight and loss, and for paths of one coordinate on a landscape that was given."""
    want, got = table_of_numbers(lost.asked.want), table_of_numbers(lost.asked.got)
    if want is None or got is None or got.shape[1] != want.shape[1]:
        return None
    curve = curve_of(lost.asked.keywords, want)
    if curve is None:
        return None
    whole = Comparison.of(got[: 2 * len(want)], want, lost.tolerance(want.shape[1]))
    first, column = _place(lost, whole)
    return Exhibit(
        sentences=_in_words(lost, curve, whole, first, column),
        plots=(_on_the_curve(curve, whole, first), *_by_row(whole, first)) if len(want) > 1 else (),
        tables=(rows_around(whole, len(want) - 1 if first is None else first, counted=lost.counted(want.shape[1])),),
        readouts=readouts(whole) if len(want) > 1 else (),
    )


def _place(lost: Lost, compared: Comparison) -> tuple[int | None, int]:
    """Row and column of the first difference; in the column that the criterion looked at, where it names one."""
    looked_at = lost.counted(compared.want.shape[1])
    if len(looked_at) == 1:
        (column,) = looked_at
        apart = np.flatnonzero(compared.ratios[:, column] > 1)
        if apart.size:
            return int(apart[0]), column
    first = compared.row
    return first, 0 if first is None else compared.column(first)


def _in_words(lost: Lost, curve: Landscape, compared: Comparison, first: int | None, column: int) -> tuple[str, ...]:
    got, want = compared.got, compared.want
    if got.shape == want.shape and want.shape[1] == 2 and Comparison.of(got[:, ::-1], want).row is None:
        return (path_words.COLUMNS_SWAPPED,)
    if not path_rule.rows_stand_in_place(lost):
        return ()
    return (
        *_what_differs(compared, first, column, curve, path_rule.learning_rate(lost)),
        *path_rule.whole_path(lost, curve, got[:, :1], want[:, :1]),
    )


def _loss_that_differs(compared: Comparison, row: int, curve: Landscape) -> str:
    """A loss beside a weight that is right within its tolerance: of another weight, or of that one and wrong."""
    got, want = compared.got[row], compared.want[row]
    of_own = float(loss_along(curve, got[None, :1])[0])
    if abs(of_own - got[1]) < abs(of_own - want[1]):
        own, expected = notation.number(float(got[0]), 8), notation.number(float(want[0]), 8)
        return path_words.LOSS_OF_OWN_WEIGHT.format(row=row, own=own, expected=expected)
    own, expected = notation.number(float(got[1])), notation.number(float(want[1]))
    return path_words.LOSS_BESIDE_WEIGHT.format(row=row, own=own, expected=expected)


def _what_differs(
    compared: Comparison, first: int | None, column: int, curve: Landscape, lr: float | None
) -> tuple[str, ...]:
    """The first difference in words."""
    if first is None:
        return ()
    got, want = compared.got, compared.want
    if column == 1 and compared.ratios[first, 0] <= 1:
        return (_loss_that_differs(compared, first, curve),)
    if column == 1 or first == 0:
        return ()
    move = compare_moves(got[first, :1] - got[first - 1, :1], want[first, :1] - want[first - 1, :1])
    if move is None:
        return ()
    kind, amount = move
    if kind == "still":
        return (path_words.NO_FIRST_MOVE.format(before=first - 1, row=first),)
    own = notation.number(float(got[first, 0] - got[first - 1, 0]))
    expected = notation.number(float(want[first, 0] - want[first - 1, 0]))
    slope = notation.number(float(curve.gradient(want[first - 1, :1])[0]))
    said = [_move(first, own, expected, kind, amount), path_words.SLOPE.format(row=first - 1, slope=slope)]
    if first == 1 and lr:  # from rest the move tells which slope was used
        said.append(path_words.SLOPE_USED.format(slope=notation.number(float(got[0, 0] - got[1, 0]) / lr)))
    return (" ".join(said),)


def _move(row: int, own: str, expected: str, kind: str, amount: float) -> str:
    """How far the first move that differs goes, and which way."""
    opposite = kind == "opposite"
    numbers = {"before": row - 1, "row": row, "own": own, "expected": expected}
    if path_rule.just_as_far(amount):
        return (path_words.CURVE_MOVE_OPPOSITE_JUST_AS_FAR if opposite else path_words.CURVE_MOVE_JUST_AS_FAR).format(
            **numbers
        )
    sentence = path_words.CURVE_MOVE_OPPOSITE if opposite else path_words.CURVE_MOVE
    return sentence.format(factor=notation.number(amount, 4), **numbers)


def _on_the_curve(curve: Landscape, compared: Comparison, first: int | None) -> Plot:
    x, y, outline = _outline(curve, compared)
    got, want = compared.got[:, 0], compared.want[:, 0]
    own_loss, loss = (loss_along(curve, rows[:, None]) for rows in (got, want))
    inside = x.holds(got)
    gone = int(np.flatnonzero(~inside)[0]) if not inside.all() else None
    lines = (
        outline,
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
            low=notation.number(x.low, 3),
            high=notation.number(x.high, 3),
            start=notation.number(want[0], 4),
            end=notation.number(want[-1], 4),
            own_start=notation.number(got[0], 4),
            own_end=notation.number(got[-1], 4),
        ),
        x_label=labels.WEIGHT,
        y_label=labels.LOSS,
        x=x,
        y=y,
        lines=lines,
        marks=plot.labelled(x, y, [*_places(curve, want, loss, x, y, start=first not in {0, 1}), ring], lines),
        legend=(
            Key("own sparse", labels.YOURS),
            Key("expected sparse", labels.EXPECTED),
            Key("contour curve", labels.LOSS),
            Key("start", labels.START, "mark"),
            Key("minimum", labels.MINIMUM, "mark"),
            Key("ring", labels.FIRST_DIFFERENCE, "mark"),
        ),
        note="" if gone is None else figures.WEIGHTS_LEAVE.format(row=gone),
    )


def _places(curve: Landscape, want: Array, loss: Array, x: Scale, y: Scale, *, start: bool) -> list[Mark | None]:
    """Start and minimum; the start goes unsaid where the first difference stands beside it."""
    minimum = curve.minimum
    marks = [plot.ring(x, y, float(want[0]), float(loss[0]), labels.START, "start")] if start else []
    if minimum is not None:
        marks.append(plot.ring(x, y, float(minimum[0]), curve.value(minimum), labels.MINIMUM, "minimum"))
    return marks


def _outline(curve: Landscape, compared: Comparison) -> tuple[Scale, Scale, Line]:
    minimum = curve.minimum
    seen = np.concatenate([compared.want[:, 0], [] if minimum is None else minimum])
    low, high = float(seen.min()), float(seen.max())
    span = max(high - low, 1.0)
    near = compared.got[:, 0][
        np.isfinite(compared.got[:, 0]) & (np.abs(compared.got[:, 0] - (low + high) / 2) < 1.5 * span)
    ]
    low, high = min([low, *near.tolist()]), max([high, *near.tolist()])
    low, high = np.floor((low - 0.15 * span) * 4) / 4, np.ceil((high + 0.15 * span) * 4) / 4
    x = plot.horizontal(float(low), float(high))
    weights = np.linspace(low, high, 161)
    losses = loss_along(curve, weights[:, None])
    y = plot.value_axis(np.append(losses, losses.min() - 1e-3 * np.ptp(losses)))
    y = plot.vertical(y.low, y.high) if y.log else y
    placed = np.column_stack([x.units(weights), y.units(losses)])
    return x, y, Line("contour curve", plot.path(placed[:, 0], placed[:, 1]), vertices=placed)


def _by_row(compared: Comparison, first: int | None) -> list[Plot]:
    plots = []
    for column, name in enumerate(_NAMES[: compared.want.shape[1]]):
        ring = first if first is not None and compared.ratios[first, column] > 1 else None
        plots.append(by_row(name, compared.got[:, column], compared.want[:, column], ring))
    return plots
