"""How a call of `contour` is read: the sides of its grid, the heights on it, and at which heights there are lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.sandbox.inside.anything import Anything

Array = np.ndarray[Any, Any]

_MOST_ROWS = 48  # of a grid; more are thinned: enough to see what is drawn, at the very points that were given
_MOST_LEVELS = 100
_USUAL_LEVELS = 7


class MaxNLocator(Anything):
    """Matplotlib's way of asking for so many levels at most, and for others beside that."""

    def __init__(self, nbins: object = None, **_: object) -> None:
        self.nbins = nbins if isinstance(nbins, int) else _USUAL_LEVELS

    def set_params(self, *, nbins: object = None, **_: object) -> None:
        """Ask for another number."""
        self.nbins = nbins if isinstance(nbins, int) else self.nbins

    def tick_values(self, low: float, high: float) -> Array:
        """So many numbers from one to another."""
        return np.linspace(float(low), float(high), min(max(self.nbins, 1), _MOST_LEVELS) + 1)


def noted(given: tuple[object, ...], levels: object, how: Mapping[str, object], *, filled: bool) -> dict[str, Any]:
    """The grid of `contour(Z)` or `contour(X, Y, Z)`, each with levels behind it.  Raises where there is none."""
    if len(given) in {2, 4}:
        *given, levels = given  # type: ignore[assignment]
    if levels is None and isinstance(locator := how.get("locator"), MaxNLocator):
        levels = locator.nbins
    heights = np.asarray(given[-1], dtype=np.float64)
    rows, columns = heights.shape
    if len(given) == 3:
        across, up, heights = _grid(given[0], given[1], heights)
    else:
        across, up = _by_extent(how.get("extent"), how.get("origin"), rows, columns)
    chosen = _some(len(up)), _some(len(across))
    return {
        "x": across[chosen[1]],
        "y": up[chosen[0]],
        "z": heights[np.ix_(*chosen)],
        "levels": _levels(levels, heights),
        "filled": filled,
    }


def _grid(x: object, y: object, heights: Array) -> tuple[Array, Array, Array]:
    """The two sides, each of which may be given as a whole grid, and the heights with a row for each y.

    Whole grids may have a row for each x as well, as `numpy.mgrid` makes them; the heights then come so too.
    """
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if across.ndim == 2 and up.ndim == 2 and _goes_down(across) and _goes_down(up.T):
        return across[:, 0], up[0], heights.T
    return across[0] if across.ndim == 2 else across, up[:, 0] if up.ndim == 2 else up, heights


def _goes_down(grid: Array) -> bool:
    """Whether coordinates are the same along a row, and change from row to row."""
    return bool((grid == grid[:, :1]).all() and (grid[:1] != grid).any())


def _by_extent(extent: object, origin: object, rows: int, columns: int) -> tuple[Array, Array]:
    """The sides where none are given: places are counted, or spread over an extent.

    The extent is that of the outermost heights, or with an `origin` that of the cells around them.
    """
    if extent is None:
        return np.arange(columns, dtype=np.float64), np.arange(rows, dtype=np.float64)
    left, right, low, high = np.asarray(extent, dtype=np.float64)
    if origin is None:
        return np.linspace(left, right, columns), np.linspace(low, high, rows)
    across = left + (right - left) * (np.arange(columns) + 0.5) / columns
    up = low + (high - low) * (np.arange(rows) + 0.5) / rows
    return across, up[::-1] if origin == "upper" else up


def _some(count: int) -> Array:
    return np.unique(np.linspace(0, count - 1, min(count, _MOST_ROWS)).astype(int))


def _levels(levels: object, heights: Array) -> Array:
    """Heights of the lines; where a number of them is given, as many between the lowest and the highest."""
    if levels is not None and np.ndim(levels):  # type: ignore[arg-type]
        return np.asarray(levels, dtype=np.float64)[:_MOST_LEVELS]
    count = _USUAL_LEVELS if levels is None else int(levels)  # type: ignore[call-overload]
    finite = heights[np.isfinite(heights)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    return np.linspace(low, high, min(max(count, 0), _MOST_LEVELS) + 2)[1:-1]
