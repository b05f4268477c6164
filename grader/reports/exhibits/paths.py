"""A path on a landscape: contours with both paths, loss and distance by row, where they part, and why."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.landscape_asked import landscape_walked
from grader.landscapes import Landscape, loss_along
from grader.reports.drawing import plot
from grader.reports.drawing.contours import contour_path
from grader.reports.drawing.plot import Key, Line, Mark, Plot, Scale
from grader.reports.exhibits import path_rule, stability
from grader.reports.exhibits.base import Aside, Exhibit, Lost, table_of_numbers
from grader.reports.exhibits.rows import readouts, rows_around
from grader.reports.facts.comparison import Comparison
from grader.reports.facts.heavy_ball import gradients_along
from grader.words import figures, labels, notation

Array = NDArray[np.float64]

_MOST_ROWS = 400
_CLOSE = 14.0  # drawing units: nearer than this, two points need a magnifying glass
_WINDOWS = (1.0, 2.0, 4.0)  # times the expected path's window; few, so that a class shares its contours


def exhibit(lost: Lost) -> Exhibit | None:
    """For functions that are given a landscape's gradient, d > 1, and answer with a trajectory; d = 2 has contours."""
    want, got = table_of_numbers(lost.asked.want), table_of_numbers(lost.asked.got)
    if want is None or got is None or got.shape[1] != want.shape[1] or not 1 < len(want) <= _MOST_ROWS:
        return None
    landscape = landscape_walked(lost.asked.keywords, want)
    if landscape is None or landscape.dimension < 2:
        return None
    compared = Comparison.of(got[: 2 * len(want)], want, lost.tolerance(want.shape[1]))
    first = compared.row
    window = _window(landscape, compared) if landscape.dimension == 2 else None
    return Exhibit(
        sentences=path_rule.sentences(lost, landscape, compared),
        plots=(
            *([_plane(landscape, compared, window, lost)] if window else []),
            *(_by_row(landscape, compared) if lost.in_full or not window else ()),
            *(_magnified(compared, window) if window else []),
        ),
        tables=(rows_around(compared, len(want) - 1 if first is None else first, counted=lost.counted(want.shape[1])),),
        readouts=readouts(compared),
        asides=_asides(landscape, compared) if lost.in_full else (),
        arrows=labels.ARROWS if window and path_rule.learning_rate(lost) else "",
    )


def _by_row(landscape: Landscape, compared: Comparison) -> tuple[Plot, ...]:
    return _losses(landscape, compared, compared.row), *_distances(landscape, compared)


def _asides(landscape: Landscape, compared: Comparison) -> tuple[Aside, ...]:
    asked, own = path_rule.settings(landscape, compared.got, compared.want)
    aside = stability.aside(landscape, asked, own, compared)
    return () if aside is None else (aside,)


def _plane(landscape: Landscape, compared: Comparison, window: tuple[Scale, Scale], lost: Lost) -> Plot:
    x, y = window
    got, want, first = compared.got, compared.want, compared.row
    inside = x.holds(got[:, 0]) & y.holds(got[:, 1])
    gone = int(np.flatnonzero(~inside)[0]) if not inside.all() else None
    lines = [
        Line("contour", contour_path(landscape, x, y)),
        plot.line("expected", x, y, want[:, 0], want[:, 1]),
        plot.line("own", x, y, got[:, 0], got[:, 1]),
    ]
    lr = path_rule.learning_rate(lost)
    if lr is not None:
        lines.append(Line("arrows", _pushes(landscape, got, lr, x, y)))
    marks = [*_places(landscape, want, x, y, start=first not in {0, 1}), _first_ring(compared, first, x, y)]
    return Plot(
        title=labels.PLANE,
        description=_plane_in_words(landscape, compared, first, gone),
        x_label=labels.COORDINATES[0],
        y_label=labels.COORDINATES[1],
        x=x,
        y=y,
        lines=tuple(lines),
        marks=plot.labelled(x, y, marks, lines),
        legend=(
            Key("own", labels.YOURS),
            Key("expected", labels.EXPECTED),
            Key("contour", labels.EQUAL_LOSS),
            Key("start", labels.START, "mark"),
            Key("minimum", labels.MINIMUM, "mark"),
            Key("ring", labels.FIRST_DIFFERENCE, "mark"),
            Key("arrows", labels.PUSH, "arrow"),
        ),
        note="" if gone is None else _leaving(gone, got[gone]),
    )


def _plane_in_words(landscape: Landscape, compared: Comparison, first: int | None, gone: int | None) -> str:
    got, want = compared.got, compared.want
    said = [
        figures.PLANE.format(landscape=repr(landscape), start=_pair(want[0])),
        figures.PLANE_ENDS.format(updates=len(want) - 1, expected=_pair(want[-1]), own=_pair(got[-1])),
    ]
    if first is not None:
        said.append(figures.PLANE_DIFFERS.format(row=first, own=_pair(got[first]), expected=_pair(want[first])))
    if gone is not None:
        said.append(figures.PLANE_LEFT.format(row=gone))
    return " ".join(said)


def _pair(point: Array) -> str:
    return ", ".join(notation.number(value, 5) for value in point.tolist())


def _leaving(row: int, point: Array) -> str:
    if np.isfinite(point).all():
        return figures.PATH_LEAVES.format(row=row, point=_pair(point))
    return figures.PATH_LEAVES_NUMBERS.format(row=row)


def _window(landscape: Landscape, compared: Comparison) -> tuple[Scale, Scale]:
    """Room for the expected path and the minimum, and for the own path as far as four times that window reaches."""
    minimum = landscape.minimum
    seen = compared.want if minimum is None else np.vstack([compared.want, minimum])
    low, high = seen.min(axis=0), seen.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    longest = float(half.max()) or 1.0
    half = np.maximum(half, longest * 0.35) * 1.2
    scales = [plot.equal_axes(middle, half * factor) for factor in _WINDOWS]
    for x, y in scales:
        if (x.holds(compared.got[:, 0]) & y.holds(compared.got[:, 1])).all():
            return x, y
    finite = compared.got[np.isfinite(compared.got).all(axis=1)]
    distance = float(np.abs((finite[: len(finite) // 2 + 1] - middle) / half).max(initial=0.0))
    return scales[1] if distance <= _WINDOWS[1] else scales[0]


def _places(landscape: Landscape, want: Array, x: Scale, y: Scale, *, start: bool) -> list[Mark | None]:
    """Start and minimum; the start goes unsaid where the first difference stands beside it."""
    minimum = landscape.minimum
    marks = []
    if start:
        marks.append(plot.ring(x, y, float(want[0, 0]), float(want[0, 1]), labels.START, "start"))
    if minimum is not None:
        marks.append(plot.ring(x, y, float(minimum[0]), float(minimum[1]), labels.MINIMUM, "minimum"))
    return marks


def _first_ring(compared: Comparison, first: int | None, x: Scale, y: Scale) -> Mark | None:
    if first is None:
        return None
    point = compared.got[first] if np.isfinite(compared.got[first]).all() else compared.want[first]
    return plot.ring(x, y, float(point[0]), float(point[1]), labels.ROW_HERE.format(row=first))


def _pushes(landscape: Landscape, got: Array, lr: float, x: Scale, y: Scale) -> str:
    tails = got[:-1][np.isfinite(got[:-1]).all(axis=1) & (np.abs(got[:-1]) < 1e100).all(axis=1)][:60]
    if not len(tails):
        return ""
    return plot.arrows(x, y, tails, tails - lr * gradients_along(landscape, tails))


def _magnified(compared: Comparison, window: tuple[Scale, Scale]) -> tuple[Plot, ...]:
    """The first difference under a magnifying glass, where the whole picture does not show it."""
    first, (x, y) = compared.row, window
    if not first or not np.isfinite(compared.got[first]).all():
        return ()
    got, want = compared.got, compared.want
    between = got[first] - want[first]
    seen = math.hypot(x.unit(got[first, 0]) - x.unit(want[first, 0]), y.unit(got[first, 1]) - y.unit(want[first, 1]))
    if seen >= _CLOSE:
        return ()
    near = np.vstack([got[first], want[first]])
    half = np.full(2, float(np.abs(between).max()) * 1.6)
    scale_x, scale_y = plot.equal_axes(near.mean(axis=0), half)
    times = (x.high - x.low) / (scale_x.high - scale_x.low)
    lines = (
        plot.line("expected", scale_x, scale_y, want[:, 0], want[:, 1]),
        plot.line("own", scale_x, scale_y, got[:, 0], got[:, 1]),
    )
    marks = [
        plot.ring(scale_x, scale_y, float(got[first, 0]), float(got[first, 1]), labels.YOURS, "ring own"),
        plot.ring(scale_x, scale_y, float(want[first, 0]), float(want[first, 1]), labels.EXPECTED, "ring expected"),
    ]
    return (
        Plot(
            title=labels.MAGNIFIED.format(row=first, times=notation.times(times)),
            description=figures.MAGNIFIED.format(row=first, own=_pair(got[first]), expected=_pair(want[first])),
            x_label=labels.COORDINATES[0],
            y_label=labels.COORDINATES[1],
            x=scale_x,
            y=scale_y,
            lines=lines,
            marks=plot.labelled(scale_x, scale_y, marks, lines),
            legend=(
                Key("own", labels.YOURS),
                Key("expected", labels.EXPECTED),
                Key("ring own", labels.OWN_IN_ROW.format(row=first), "mark"),
                Key("ring expected", labels.EXPECTED_IN_ROW.format(row=first), "mark"),
            ),
        ),
    )


def _losses(landscape: Landscape, compared: Comparison, first: int | None) -> Plot:
    return by_row("loss", loss_along(landscape, compared.got), loss_along(landscape, compared.want), first)


def _distances(landscape: Landscape, compared: Comparison) -> tuple[Plot, ...]:
    minimum = landscape.minimum
    if minimum is None:
        return ()
    with np.errstate(over="ignore"):
        got, want = (np.linalg.norm(rows - minimum, axis=1) for rows in (compared.got, compared.want))
    return (by_row("distance", got, want, compared.row),)


def by_row(quantity: Literal["weight", "loss", "distance"], got: Array, want: Array, first: int | None) -> Plot:
    """Two curves over the rows."""
    name = labels.QUANTITIES[quantity]
    x, y = plot.steps_axis(max(len(got), len(want))), plot.value_axis(want, clipped=got)
    lines = (
        plot.line("expected", x, y, np.arange(len(want), dtype=np.float64), want),
        plot.line("own", x, y, np.arange(len(got), dtype=np.float64), got),
    )
    ring = (
        None if first is None else plot.ring(x, y, float(first), float(got[first]), labels.ROW_HERE.format(row=first))
    )
    return Plot(
        title=labels.BY_ROW[quantity],
        description=figures.BY_ROW[quantity].format(
            start=notation.number(float(want[0]), 4),
            end=notation.number(float(want[-1]), 4),
            updates=len(want) - 1,
            own_start=notation.number(float(got[0]), 4),
            own_end=notation.number(float(got[-1]), 4),
            own_updates=len(got) - 1,
        ),
        x_label=labels.ROW,
        y_label=labels.LOGARITHMIC.format(quantity=name) if y.log else name,
        x=x,
        y=y,
        lines=lines,
        marks=plot.labelled(x, y, [ring], lines),
        legend=(
            Key("own", labels.YOURS),
            Key("expected", labels.EXPECTED),
            Key("ring", labels.FIRST_DIFFERENCE, "mark"),
        ),
    )
