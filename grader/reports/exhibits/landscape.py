"""A landscape by itself, as a statement shows it: contours with the minimum, or a loss curve with its valleys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape, loss_along
from grader.reports import prose
from grader.reports.drawing import plot
from grader.reports.drawing.contours import basins, contour_path
from grader.reports.drawing.plot import Key, Line, Mark, Plot
from grader.words import figures, labels, notation

Array = NDArray[np.float64]

_AROUND = 3.0  # how far a picture of two parameters reaches to each side of its middle
_INSIDE = 2.2  # how far from the middle of such a picture a place may lie before it grows
_FLAT = 1e-9  # of its curvature, what a slope may be where a landscape is flat
_GRID = (160, 130)  # finer than beside paths: here a bowl is looked at for its own sake
_SEARCHED = 10.0  # how far from zero the valleys of a curve are looked for
_BESIDE = 0.35  # of the way between the outer valleys, how far a curve goes on beside them


def plot_of(landscape: Landscape) -> Plot | None:
    """The picture of a landscape of one or two parameters; None of any other."""
    if landscape.dimension == 1:
        return _curve(landscape)
    return _contours(landscape) if landscape.dimension == 2 else None


def _contours(landscape: Landscape) -> Plot:
    places = _flat_places(landscape)
    reach = max([_AROUND, *(_AROUND / _INSIDE * float(np.abs(place).max()) for place in places)])
    x, y = plot.horizontal(-reach, reach), plot.vertical(-reach * plot.UPRIGHT, reach * plot.UPRIGHT)
    if not landscape.minima:
        kind, label, described = "saddle", labels.SADDLE, figures.LANDSCAPE_OF_A_SADDLE
    else:
        kind, label, described = "minimum", labels.MINIMUM, figures.LANDSCAPE
    named = [[notation.number(value + 0.0, 3) for value in place.tolist()] for place in places]
    marks = [plot.ring(x, y, float(place[0]), float(place[1]), label, kind) for place in places]
    return Plot(
        title=labels.LANDSCAPE,
        description=described.format(landscape=repr(landscape), place="; ".join(", ".join(place) for place in named)),
        x_label=labels.COORDINATES[0],
        y_label=labels.COORDINATES[1],
        x=x,
        y=y,
        lines=(
            *(Line("basin", d) for d in basins(landscape, x, y)),
            Line("contour", contour_path(landscape, x, y, _GRID)),
        ),
        marks=plot.labelled(x, y, marks),
        legend=(Key("contour", labels.EQUAL_LOSS), Key("basin", labels.DEEPER, "area"), Key(kind, label, "mark")),
        note=figures.CLOSE_LINES_ARE_STEEP,
    )


def _flat_places(landscape: Landscape) -> list[Array]:
    """The minima that are known; else where one step of Newton's method leads, as of a quadratic's saddle."""
    if landscape.minima:
        return list(landscape.minima)
    origin = np.zeros(2)
    try:
        step = np.linalg.solve(landscape.hessian(origin), landscape.gradient(origin))
    except np.linalg.LinAlgError:
        return []
    place = origin - step
    size = 1.0 + float(np.abs(landscape.hessian(origin)).max())
    return [place] if np.abs(landscape.gradient(place)).max() <= _FLAT * size else []


def _curve(landscape: Landscape) -> Plot:
    valleys = _valleys(landscape)
    losses = loss_along(landscape, valleys[:, None])
    lowest = int(losses.argmin())
    room = _BESIDE * (float(np.ptp(valleys)) or 2.0)
    x = plot.horizontal(float(valleys.min()) - room, float(valleys.max()) + room)
    weights = np.linspace(x.low, x.high, 161)
    heights = loss_along(landscape, weights[:, None])
    below = 0.15 * float(np.ptp(heights))  # room for the names of the valleys
    y = plot.vertical(float(heights.min()) - below, float(heights.max()))
    placed = np.column_stack([x.units(weights), y.units(heights)])
    outline = Line("contour curve", plot.path(placed[:, 0], placed[:, 1]), vertices=placed)
    marks = [
        _mark(x, y, valley, loss, lowest=number == lowest)
        for number, (valley, loss) in enumerate(zip(valleys.tolist(), losses.tolist(), strict=True))
    ]
    others = [notation.number(valley, 3) for number, valley in enumerate(valleys.tolist()) if number != lowest]
    told = {
        "landscape": repr(landscape),
        "low": notation.number(x.low, 3),
        "high": notation.number(x.high, 3),
        "place": notation.number(float(valleys[lowest]), 3),
        "loss": notation.number(float(losses[lowest]), 3),
    }
    if others:
        description = figures.LOSS_CURVE_AND_VALLEYS.format(others=prose.listed(others), **told)
    else:
        description = figures.LOSS_CURVE.format(**told)
    return Plot(
        title=labels.LOSS_CURVE,
        description=description,
        x_label=labels.WEIGHT,
        y_label=labels.LOSS,
        x=x,
        y=y,
        lines=(outline,),
        marks=plot.labelled(x, y, marks, [outline]),
        legend=(
            Key("contour curve", labels.LOSS),
            Key("minimum", labels.LOWEST, "mark"),
            *([Key("valley", labels.VALLEY, "mark")] if others else ()),
        ),
    )


def _mark(x: plot.Scale, y: plot.Scale, valley: float, loss: float, *, lowest: bool) -> Mark | None:
    words = labels.MINIMUM_AT if lowest else labels.VALLEY_AT
    return plot.ring(
        x, y, valley, loss, words.format(place=notation.number(valley, 3)), "minimum" if lowest else "valley"
    )


def _valleys(landscape: Landscape) -> Array:
    """Where the slope changes from down to up, lowest weight first."""
    weights = np.linspace(-_SEARCHED, _SEARCHED, 4001)
    slopes = np.array([float(landscape.gradient([weight])[0]) for weight in weights.tolist()])
    before = np.flatnonzero((slopes[:-1] < 0) & (slopes[1:] >= 0))
    share = slopes[before] / (slopes[before] - slopes[before + 1])  # the slope is straight over so short a way
    found: Array = weights[before] + share * (weights[before + 1] - weights[before])
    return found
