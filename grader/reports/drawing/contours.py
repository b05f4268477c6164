"""Contour lines of a landscape inside a window, as SVG path data: computed once for a landscape and window."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray

from grader.landscapes import Landscape, loss_along
from grader.reports.drawing.plot import Scale, path

Array = NDArray[np.float64]

_GRID = (64, 52)
_LEVELS = 11
_WITHIN = 0.25  # drawing units a vertex may lie off the straight line between its neighbours before it is kept


@lru_cache(maxsize=256)
def contour_path(landscape: Landscape, x: Scale, y: Scale) -> str:
    """All contour lines of a landscape of two parameters, one path."""
    across, up = np.linspace(x.low, x.high, _GRID[0]), np.linspace(y.low, y.high, _GRID[1])
    columns, rows = np.meshgrid(across, up)
    losses = loss_along(landscape, np.column_stack([columns.ravel(), rows.ravel()])).reshape(columns.shape)
    generator = contour_generator(across, up, losses)
    levels = _levels(landscape, float(losses.min()), float(losses.max()))
    lines = [np.asarray(line, dtype=np.float64) for level in levels for line in generator.lines(level)]
    placed = [_thinned(np.column_stack([x.units(line[:, 0]), y.units(line[:, 1])])) for line in lines]
    return "".join(path(line[:, 0], line[:, 1]) for line in placed)


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
