"""A path on a landscape: contours with both paths, loss and distance by row, where they part, and why."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape, loss_along
from grader.reports import plotting, prose
from grader.reports.contours import contour_path
from grader.reports.exhibits import stability, walking
from grader.reports.exhibits.base import Aside, Exhibit, Lost, table_of_numbers
from grader.reports.moves import gradients_along
from grader.reports.parting import Parting, parting, readouts, rows_around
from grader.reports.plotting import Line, Mark, Plot, Scale

Array = NDArray[np.float64]

_MOST_ROWS = 400
_CLOSE = 14.0  # drawing units: nearer than this, two points need a magnifying glass
_WINDOWS = (1.0, 2.0, 4.0)  # times the expected path's window; few, so that a class shares its contours
_ARROWS = "Show the push of the gradient, \u2212lr · gradient, at each of your points"


def exhibit(lost: Lost) -> Exhibit | None:
    """For functions that are given a landscape's gradient, d > 1, and answer with a trajectory; d = 2 has contours."""
    landscape = landscape_of(lost.asked.keywords)
    want, got = table_of_numbers(lost.asked.want), table_of_numbers(lost.asked.got)
    if landscape is None or landscape.dimension < 2 or want is None or got is None:
        return None
    if got.shape[1] != want.shape[1] or want.shape[1] != landscape.dimension or not 1 < len(want) <= _MOST_ROWS:
        return None
    parted = parting(got[: 2 * len(want)], want)
    first = parted.row
    window = _window(landscape, parted) if landscape.dimension == 2 else None
    return Exhibit(
        sentences=walking.sentences(lost, landscape, parted),
        plots=(
            *([_plane(landscape, parted, window, lost)] if window else []),
            _losses(landscape, parted, first),
            *(_distances(landscape, parted) if lost.in_full or not window else ()),
            *(_magnified(parted, window) if window else []),
        ),
        tables=(rows_around(parted, first if first is not None else len(want) - 1),),
        readouts=readouts(parted),
        asides=_asides(landscape, parted) if lost.in_full else (),
        arrows=_ARROWS if window and walking.learning_rate(lost) else "",
    )


def _asides(landscape: Landscape, parted: Parting) -> tuple[Aside, ...]:
    asked, own = walking.settings(landscape, parted.got, parted.want)
    aside = stability.aside(landscape, asked, own, parted)
    return () if aside is None else (aside,)


def landscape_of(keywords: dict[str, object]) -> Landscape | None:
    """The landscape whose gradient a function was given."""
    owners = (getattr(value, "__self__", None) for value in keywords.values())
    return next((owner for owner in owners if isinstance(owner, Landscape)), None)


def _plane(landscape: Landscape, parted: Parting, window: tuple[Scale, Scale], lost: Lost) -> Plot:
    x, y = window
    got, want, first = parted.got, parted.want, parted.row
    inside = x.holds(got[:, 0]) & y.holds(got[:, 1])
    gone = int(np.flatnonzero(~inside)[0]) if not inside.all() else None
    lines = [
        Line("contour", contour_path(landscape, x, y)),
        plotting.line("expected", x, y, want[:, 0], want[:, 1]),
        plotting.line("own", x, y, got[:, 0], got[:, 1]),
    ]
    lr = walking.learning_rate(lost)
    if lr is not None:
        lines.append(Line("arrows", _pushes(landscape, got, lr, x, y)))
    marks = [*_places(landscape, want, x, y, start=first not in {0, 1}), _first_ring(parted, first, x, y)]
    return Plot(
        title="Your path on the landscape",
        description=_plane_in_words(landscape, parted, first, gone),
        x_label="first coordinate",
        y_label="second coordinate",
        x=x,
        y=y,
        lines=tuple(lines),
        marks=plotting.labelled(x, y, marks, lines),
        legend=(("own", "yours"), ("expected", "expected"), ("contour", "equal loss")),
        note="" if gone is None else f"Your path leaves this picture at row {gone}{_where(got[gone])}.",
    )


def _plane_in_words(landscape: Landscape, parted: Parting, first: int | None, gone: int | None) -> str:
    got, want = parted.got, parted.want
    parts = [f"Contours of {landscape!r} with two paths from ({_pair(want[0])})."]
    parts.append(
        f"The expected path ends after {len(want) - 1} updates at ({_pair(want[-1])}), yours at ({_pair(got[-1])})."
    )
    if first is not None:
        parts.append(f"They first differ at row {first}: yours ({_pair(got[first])}), expected ({_pair(want[first])}).")
    if gone is not None:
        parts.append(f"Yours leaves the picture at row {gone}.")
    return " ".join(parts)


def _pair(point: Array) -> str:
    return ", ".join(prose.number(value, 5) for value in point.tolist())


def _where(point: Array) -> str:
    return f", where it is at ({_pair(point)})" if np.isfinite(point).all() else ", where it is no number any more"


def _window(landscape: Landscape, parted: Parting) -> tuple[Scale, Scale]:
    """Room for the expected path and the minimum, and for the own path as far as four times that window reaches."""
    minimum = landscape.minimum
    seen = parted.want if minimum is None else np.vstack([parted.want, minimum])
    low, high = seen.min(axis=0), seen.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    longest = float(half.max()) or 1.0
    half = np.maximum(half, longest * 0.35) * 1.2
    scales = [_scales(middle, half * factor) for factor in _WINDOWS]
    for x, y in scales:
        if (x.holds(parted.got[:, 0]) & y.holds(parted.got[:, 1])).all():
            return x, y
    finite = parted.got[np.isfinite(parted.got).all(axis=1)]
    distance = float(np.abs((finite[: len(finite) // 2 + 1] - middle) / half).max(initial=0.0))
    return scales[1] if distance <= _WINDOWS[1] else scales[0]


def _scales(middle: Array, half: Array) -> tuple[Scale, Scale]:
    """The two axes, a unit as long on both: only so do gradients stand upright on contours."""
    across = plotting.WIDTH - plotting.LEFT - plotting.RIGHT
    up = plotting.HEIGHT - plotting.TOP - plotting.BOTTOM
    unit = max(2 * half[0] / across, 2 * half[1] / up)
    (a, b), (c, d) = [(m - unit * size / 2, m + unit * size / 2) for m, size in zip(middle, (across, up), strict=True)]
    return plotting.horizontal(float(a), float(b)), plotting.vertical(float(c), float(d))


def _places(landscape: Landscape, want: Array, x: Scale, y: Scale, *, start: bool) -> list[Mark | None]:
    """Start and minimum; the start goes unsaid where the first difference stands beside it."""
    minimum = landscape.minimum
    first = plotting.ring(x, y, float(want[0, 0]), float(want[0, 1]), "start", "start") if start else None
    lowest = (
        None if minimum is None else plotting.ring(x, y, float(minimum[0]), float(minimum[1]), "minimum", "minimum")
    )
    return [first, lowest]


def _first_ring(parted: Parting, first: int | None, x: Scale, y: Scale) -> Mark | None:
    if first is None:
        return None
    point = parted.got[first] if np.isfinite(parted.got[first]).all() else parted.want[first]
    return plotting.ring(x, y, float(point[0]), float(point[1]), f"row {first}")


def _pushes(landscape: Landscape, got: Array, lr: float, x: Scale, y: Scale) -> str:
    tails = got[:-1][np.isfinite(got[:-1]).all(axis=1) & (np.abs(got[:-1]) < 1e100).all(axis=1)][:60]
    if not len(tails):
        return ""
    return plotting.arrows(x, y, tails, tails - lr * gradients_along(landscape, tails))


def _magnified(parted: Parting, window: tuple[Scale, Scale]) -> tuple[Plot, ...]:
    """The first difference under a magnifying glass, where the whole picture does not show it."""
    first, (x, y) = parted.row, window
    if not first or not np.isfinite(parted.got[first]).all():
        return ()
    got, want = parted.got, parted.want
    between = got[first] - want[first]
    seen = math.hypot(x.unit(got[first, 0]) - x.unit(want[first, 0]), y.unit(got[first, 1]) - y.unit(want[first, 1]))
    if seen >= _CLOSE:
        return ()
    near = np.vstack([got[first], want[first]])
    half = np.full(2, float(np.abs(between).max()) * 1.6)
    scale_x, scale_y = _scales(near.mean(axis=0), half)
    times = (x.high - x.low) / (scale_x.high - scale_x.low)
    lines = (
        plotting.line("expected", scale_x, scale_y, want[:, 0], want[:, 1]),
        plotting.line("own", scale_x, scale_y, got[:, 0], got[:, 1]),
    )
    marks = [
        plotting.ring(scale_x, scale_y, float(got[first, 0]), float(got[first, 1]), "yours", "ring own"),
        plotting.ring(scale_x, scale_y, float(want[first, 0]), float(want[first, 1]), "expected", "ring expected"),
    ]
    return (
        Plot(
            title=f"Row {first}, magnified {prose.times(times)} times",
            description=f"Row {first}: yours ({_pair(got[first])}), expected ({_pair(want[first])}).",
            x_label="first coordinate",
            y_label="second coordinate",
            x=scale_x,
            y=scale_y,
            lines=lines,
            marks=plotting.labelled(scale_x, scale_y, marks, lines),
            legend=(("own", "yours"), ("expected", "expected")),
        ),
    )


def _losses(landscape: Landscape, parted: Parting, first: int | None) -> Plot:
    return by_row("Loss by row", "loss", loss_along(landscape, parted.got), loss_along(landscape, parted.want), first)


def _distances(landscape: Landscape, parted: Parting) -> tuple[Plot, ...]:
    minimum = landscape.minimum
    if minimum is None:
        return ()
    with np.errstate(over="ignore"):
        got, want = (np.linalg.norm(rows - minimum, axis=1) for rows in (parted.got, parted.want))
    return (by_row("Distance to the minimum by row", "distance", got, want, parted.row),)


def by_row(title: str, what: str, got: Array, want: Array, first: int | None) -> Plot:
    """Two curves over the rows."""
    x, y = plotting.steps_axis(max(len(got), len(want))), plotting.value_axis(want, clipped=got)
    lines = (
        plotting.line("expected", x, y, np.arange(len(want), dtype=np.float64), want),
        plotting.line("own", x, y, np.arange(len(got), dtype=np.float64), got),
    )
    ring = None if first is None else plotting.ring(x, y, float(first), float(got[first]), f"row {first}")
    return Plot(
        title=title,
        description=(
            f"The expected {what} goes {_from_to(want)} in {len(want) - 1} updates, yours {_from_to(got)} "
            f"in {len(got) - 1}."
        ),
        x_label="row",
        y_label=f"{what} (logarithmic)" if y.log else what,
        x=x,
        y=y,
        lines=lines,
        marks=plotting.labelled(x, y, [ring], lines),
        legend=(("own", "yours"), ("expected", "expected")),
    )


def _from_to(curve: Array) -> str:
    return f"from {prose.number(float(curve[0]), 4)} to {prose.number(float(curve[-1]), 4)}"
