"""Quadratics: bowls, valleys and saddles, given by a matrix or by their shape."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from grader.landscapes.base import MAX_DIMENSION, Array, Landscape, as_lists, number, numbers


class _Quadratic(Landscape):
    """0.5 (x - centre)' H (x - centre); the centre is the minimum where every eigenvalue of H is positive."""

    centre: tuple[float, ...]

    @cached_property
    @abstractmethod
    def _matrix(self) -> Array:
        """H, shape (d, d), symmetric."""

    @cached_property
    def _centre(self) -> Array:
        return np.array(self.centre)

    @cached_property
    def _diagonal(self) -> Array | None:
        # A path that diverges meets inf - inf inside a matrix product, at a row that depends on the order of
        # its sums; taken number by number it does not.
        diagonal = self._matrix.diagonal()
        return None if np.any(self._matrix - np.diag(diagonal)) else diagonal.copy()

    @cached_property
    def dimension(self) -> int:
        return len(self.centre)

    @cached_property
    def _is_bowl(self) -> bool:
        return bool(np.linalg.eigvalsh(self._matrix)[0] > 0)

    @property
    def minimum(self) -> Array | None:
        return self._centre.copy() if self._is_bowl else None

    def _values(self, points: Array) -> Array:
        offsets = points - self._centre
        slopes = offsets @ self._matrix if self._diagonal is None else offsets * self._diagonal
        losses: Array = 0.5 * np.sum(offsets * slopes, axis=1)
        return losses

    def _gradient(self, point: Array) -> Array:
        if self._diagonal is None:
            return self._matrix @ (point - self._centre)
        return self._diagonal * (point - self._centre)

    def _hessian(self, point: Array) -> Array:  # noqa: ARG002 - a quadratic is curved alike everywhere
        return self._matrix.copy()


@dataclass(frozen=True, repr=False)
class _GivenQuadratic(_Quadratic):
    kind: ClassVar[str] = "quadratic"

    matrix: tuple[tuple[float, ...], ...]
    centre: tuple[float, ...]

    def __repr__(self) -> str:
        return f"quadratic({as_lists(self.matrix)}, minimum={list(self.centre)})"

    @cached_property
    def _matrix(self) -> Array:
        return np.array(self.matrix)


@dataclass(frozen=True, repr=False)
class _TurnedBowl(_Quadratic):
    """Eigenvalues scale and scale * condition_number; the axis of the small one points along `angle` (radians)."""

    kind: ClassVar[str] = "turned_bowl"

    condition_number: float
    angle: float
    scale: float
    centre: tuple[float, ...]

    def __repr__(self) -> str:
        shape = f"condition_number={self.condition_number}, angle={self.angle}, scale={self.scale}"
        return f"quadratic({shape}, minimum={list(self.centre)})"

    @cached_property
    def _matrix(self) -> Array:
        along = np.array([math.cos(self.angle), math.sin(self.angle)])
        across = np.array([-along[1], along[0]])
        return self.scale * (np.outer(along, along) + self.condition_number * np.outer(across, across))


def quadratic(
    matrix: ArrayLike | None = None,
    minimum: Sequence[float] | Array | None = None,
    *,
    condition_number: float = 10.0,
    angle: float = 0.3,
    scale: float = 1.0,
) -> Landscape:
    """0.5 (x - minimum)' H (x - minimum), with H given or told by its shape.

    With `matrix`, symmetric and of shape (d, d), H is that matrix.  Without, H is the 2-D matrix with eigenvalues
    `scale` and `scale * condition_number`, the axis of the small one turned by `angle` radians from the first
    coordinate.  `minimum`, shape (d,), is the origin unless given; where H is not positive definite it is only
    the point where the gradient is zero.  ValueError for anything else.
    """
    if matrix is None:
        shape = (number(condition_number, "condition_number"), number(angle, "angle"), number(scale, "scale"))
        if shape[0] < 1 or shape[2] <= 0:
            raise ValueError("a bowl has a condition number of at least 1 and a positive scale")
        return _TurnedBowl(*shape, _centre_or_origin(minimum, 2))

    given = np.asarray(matrix, dtype=np.float64)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not 0 < given.shape[0] <= MAX_DIMENSION:
        raise ValueError(f"the matrix of a quadratic is square, up to {MAX_DIMENSION} wide, not {given.shape}")
    if not np.isfinite(given).all() or np.abs(given - given.T).max() > 1e-9 * np.abs(given).max():
        raise ValueError("the matrix of a quadratic is symmetric and finite")
    symmetric = (given + given.T) / 2
    return _GivenQuadratic(tuple(map(tuple, symmetric.tolist())), _centre_or_origin(minimum, len(given)))


def convex_bowl() -> Landscape:
    """w1^2 + 3 w2^2."""
    return quadratic([[2.0, 0.0], [0.0, 6.0]])


def narrow_valley() -> Landscape:
    """0.5 w1^2 + 50 w2^2: condition number 100."""
    return quadratic([[1.0, 0.0], [0.0, 100.0]])


def elongated_bowl(a: float = 15.0) -> Landscape:
    """0.5 x^2 + 0.5 a y^2."""
    return quadratic([[1.0, 0.0], [0.0, a]])


def skewed_bowl() -> Landscape:
    """0.5 x^2 + 10 y^2 + x y: axes askew, condition number about 21."""
    return quadratic([[1.0, 1.0], [1.0, 20.0]])


def saddle() -> Landscape:
    """x^2 - y^2: flat at the origin, and no minimum."""
    return quadratic([[2.0, 0.0], [0.0, -2.0]])


def sharp_minimum() -> Landscape:
    """50 w^2 of one parameter."""
    return quadratic([[100.0]])


def flat_minimum() -> Landscape:
    """2 w^2 of one parameter."""
    return quadratic([[4.0]])


def _centre_or_origin(minimum: Sequence[float] | Array | None, dimension: int) -> tuple[float, ...]:
    if minimum is None:
        return (0.0,) * dimension
    centre = np.asarray(minimum, dtype=np.float64)
    if centre.shape != (dimension,) or not np.isfinite(centre).all():
        raise ValueError(f"the minimum of this quadratic is {dimension} finite numbers")
    return tuple(centre.tolist())


# --- from recipes -------------------------------------------------------------------------------------------------


def build_quadratic(matrix: object, centre: object) -> Landscape:
    """From what a recipe says; ValueError for what it may not."""
    if type(matrix) is not list or not 0 < len(matrix) <= MAX_DIMENSION:
        raise ValueError(f"the matrix of a quadratic is a list of at most {MAX_DIMENSION} rows")
    rows = [numbers(row, "row of the matrix", len(matrix)) for row in matrix]
    return quadratic(rows, numbers(centre, "centre", len(matrix)))


def build_turned_bowl(condition_number: object, angle: object, scale: object, centre: object) -> Landscape:
    """From what a recipe says; ValueError for what it may not."""
    return quadratic(
        condition_number=number(condition_number, "condition number"),
        angle=number(angle, "angle"),
        scale=number(scale, "scale"),
        minimum=numbers(centre, "centre", 2),
    )
