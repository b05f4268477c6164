"""A landscape turned, shifted, with coordinates in another order, or of another height: for laws that hold on both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from grader.landscapes.base import Array, Landscape, as_lists, number, numbers


@dataclass(frozen=True, repr=False)
class Moved(Landscape):
    """`height` times another surface at M' (x - shift), for an orthogonal matrix M: the point y goes to M y + shift."""

    kind: ClassVar[str] = "moved"

    matrix: tuple[tuple[float, ...], ...]
    shift: tuple[float, ...]
    height: float
    still: Landscape

    def __repr__(self) -> str:
        how = f"matrix={as_lists(self.matrix)}, shift={list(self.shift)}, height={self.height}"
        return f"moved({self.still!r}, {how})"

    def recipe(self) -> list[object]:
        """How it is moved, and the recipe of the other surface."""
        return [self.kind, as_lists(self.matrix), list(self.shift), self.height, self.still.recipe()]

    @cached_property
    def _matrix(self) -> Array:
        return np.array(self.matrix)

    @property
    def dimension(self) -> int:
        """As of the other surface."""
        return self.still.dimension

    @property
    def minimum(self) -> Array | None:
        """Where that of the other surface lies; None below zero height, where lowest points are highest."""
        return None if self.still.minimum is None or self.height < 0 else self.place_of(self.still.minimum)

    @property
    def minima(self) -> tuple[Array, ...]:
        """Where those of the other surface lie."""
        return () if self.height < 0 else tuple(map(self.place_of, self.still.minima))

    def place_of(self, points: ArrayLike) -> Array:
        """Where points of the other surface, shape (d,) or (n, d), lie on this one."""
        moved: Array = np.asarray(points, dtype=np.float64) @ self._matrix.T + np.array(self.shift)
        return moved

    def _back(self, points: Array) -> Array:
        back: Array = (points - np.array(self.shift)) @ self._matrix
        return back

    def _values(self, points: Array) -> Array:
        return self.height * self.still._values(self._back(points))  # noqa: SLF001 - a surface of the same family

    def _gradient(self, point: Array) -> Array:
        slope: Array = self.height * (self._matrix @ self.still._gradient(self._back(point)))  # noqa: SLF001
        return slope

    def _hessian(self, point: Array) -> Array:
        curved: Array = self._matrix @ self.still._hessian(self._back(point)) @ self._matrix.T  # noqa: SLF001
        return self.height * curved


def moved(
    landscape: Landscape, *, matrix: ArrayLike | None = None, shift: ArrayLike | None = None, height: float = 1.0
) -> Moved:
    """Another surface, whose point y lies at `matrix` y + `shift`, times `height`.

    ValueError unless the matrix, shape (d, d), is orthogonal, and the surface is not moved already.
    """
    size = landscape.dimension
    turn = np.eye(size) if matrix is None else np.asarray(matrix, dtype=np.float64)
    by = np.zeros(size) if shift is None else np.asarray(shift, dtype=np.float64)
    if turn.shape != (size, size) or by.shape != (size,) or not np.isfinite(by).all():
        raise ValueError(f"a landscape of {size} parameters is moved by a matrix and a shift of that size")
    if not np.allclose(turn @ turn.T, np.eye(size), atol=1e-9):
        raise ValueError("the matrix that a landscape is turned by is orthogonal")
    if isinstance(landscape, Moved):
        raise ValueError("a landscape is moved once")  # noqa: TRY004 - a value like the others
    return Moved(tuple(map(tuple, turn.tolist())), tuple(by.tolist()), number(height, "height"), landscape)


def build_moved(matrix: object, shift: object, height: object, still: Landscape) -> Landscape:
    """From what a recipe says; ValueError for what it may not."""
    size = still.dimension
    if type(matrix) is not list or len(matrix) != size:
        raise ValueError("the matrix of a moved landscape is a list of rows")
    rows = [numbers(row, "row of the matrix", size) for row in matrix]
    return moved(still, matrix=rows, shift=numbers(shift, "shift", size), height=number(height, "height"))
