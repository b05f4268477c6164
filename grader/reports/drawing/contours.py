"""Contour lines and basins of a landscape inside a window, as SVG path data: computed once for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from contourpy import ContourGenerator, FillType, contour_generator
from numpy.typing import NDArray

from grader.landscapes import Landscape, loss_along
from grader.reports.drawing.plot import Scale, path

Array = NDArray[np.float64]

_GRID = (64, 52)
_LEVELS = 11
_WITHIN = 0.25  # drawing units a vertex may lie off the straight line between its neighbours before it is kept


@lru_cache(maxsize=256)
def contour_path(
    landscape: Landscape, x: Scale, y: Scale, grid: tuple[int, int] = _GRID, *, whole: bool = False
) -> str:
    """All contour lines of a landscape of two parameters, one path; `whole` is made sooner, and much longer."""
    generator, levels = _contoured(landscape, x, y, grid)
    return "".join(_drawn(line, x, y, whole=whole) for level in levels for line in generator.lines(level))


@lru_cache(maxsize=32)
def basins(landscape: Landscape, x: Scale, y: Scale) -> tuple[str, ...]:
    """The area below every other contour line, a path each, the widest first."""
    generator, levels = _contoured(landscape, x, y, _GRID)
    below_all = 2 * levels[0] - levels[-1]
    return tuple(
        "".join(f"{_drawn(outline, x, y)}Z" for outline in _outlines(generator.filled(below_all, level)))
        for level in levels[::-2]
    )


def _contoured(landscape: Landscape, x: Scale, y: Scale, grid: tuple[int, int]) -> tuple[ContourGenerator, Array]:
    across, up = np.linspace(x.low, x.high, grid[0]), np.linspace(y.low, y.high, grid[1])
    columns, rows = np.meshgrid(across, up)
    losses = loss_along(landscape, np.column_stack([columns.ravel(), rows.ravel()])).reshape(columns.shape)
    generator = contour_generator(across, up, losses, fill_type=FillType.OuterOffset)
    return generator, _levels(landscape, float(losses.min()), float(losses.max()))


def _outlines(areas: Any) -> Iterator[Array]:
    """The closed lines around areas and the holes in them."""
    for points, offsets in zip(*areas, strict=True):
        yield from (points[start:end] for start, end in pairwise(offsets))


def _drawn(line: Any, x: Scale, y: Scale, *, whole: bool = False) -> str:
    points = np.asarray(line, dtype=np.float64)
    placed = np.column_stack([x.units(points[:, 0]), y.units(points[:, 1])])
    placed = placed if whole else _thinned(placed)
    return path(placed[:, 0], placed[:, 1])


def _levels(landscape: Landscape, low: float, high: float) -> Array:
    """Heights at even distances from a minimum on a bowl: the loss grows with the square of the distance."""
    shares = np.arange(1, _LEVELS + 1) / (_LEVELS + 1)
    levels: Array = low + (high - low) * (shares if landscape.minimum is None else shares**2)
    return levels


def _thinned(points: Array) -> Array:
    """The polyline without the vertices that a straight line passes anyway."""
    kept = [0]
    for index in range(1, len(points) - 1):
        start, end = points[kept[-1]], points[index + 1]
        along = end - start
        length = float(np.hypot(*along)) or 1.0
        between = points[kept[-1] + 1 : index + 1] - start
        if np.abs(between[:, 0] * along[1] - between[:, 1] * along[0]).max() / length > _WITHIN:
            kept.append(index)
    return points[[*kept, len(points) - 1]]
