"""Test functions of two parameters that optimizers are compared on, with bent valleys, and several of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from grader.landscapes.base import Array, Landscape, number


class _Surface(Landscape):
    """A loss of two parameters whose lowest points are known."""

    dimension = 2

    def __repr__(self) -> str:
        return f"{self.kind}()"

    @property
    def minimum(self) -> Array | None:
        return self.minima[0]


@dataclass(frozen=True, repr=False)
class _Rosenbrock(_Surface):
    kind: ClassVar[str] = "rosenbrock"

    a: float
    b: float

    def __repr__(self) -> str:
        return f"rosenbrock(a={self.a}, b={self.b})"

    @property
    def minima(self) -> tuple[Array, ...]:
        return (np.array([self.a, self.a**2]),)

    def _values(self, points: Array) -> Array:
        x, y = points.T
        losses: Array = (self.a - x) ** 2 + self.b * (y - x**2) ** 2
        return losses

    def _gradient(self, point: Array) -> Array:
        x, y = point
        return np.array([-2 * (self.a - x) - 4 * self.b * x * (y - x**2), 2 * self.b * (y - x**2)])

    def _hessian(self, point: Array) -> Array:
        x, y = point
        mixed = -4 * self.b * x
        return np.array([[2 - 4 * self.b * (y - 3 * x**2), mixed], [mixed, 2 * self.b]])


@dataclass(frozen=True, repr=False)
class _Himmelblau(_Surface):
    kind: ClassVar[str] = "himmelblau"

    @property
    def minima(self) -> tuple[Array, ...]:
        return tuple(map(np.array, _HIMMELBLAU))

    def _values(self, points: Array) -> Array:
        x, y = points.T
        losses: Array = (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
        return losses

    def _gradient(self, point: Array) -> Array:
        x, y = point
        first, second = x**2 + y - 11, x + y**2 - 7
        return np.array([4 * x * first + 2 * second, 2 * first + 4 * y * second])

    def _hessian(self, point: Array) -> Array:
        x, y = point
        mixed = 4 * (x + y)
        return np.array([[12 * x**2 + 4 * y - 42, mixed], [mixed, 12 * y**2 + 4 * x - 26]])


# Roots of both squares, by Newton's method.
_HIMMELBLAU = (
    (3.0, 2.0),
    (-2.805118086952745, 3.131312518250573),
    (-3.779310253377747, -3.283185991286170),
    (3.584428340330492, -1.848126526964404),
)


@dataclass(frozen=True, repr=False)
class _Beale(_Surface):
    kind: ClassVar[str] = "beale"

    @property
    def minima(self) -> tuple[Array, ...]:
        return (np.array([3.0, 0.5]),)

    def _values(self, points: Array) -> Array:
        x, y = points.T
        losses: Array = sum(((c - x + x * y**power) ** 2 for power, c in _BEALE), np.zeros(len(points)))
        return losses

    def _gradient(self, point: Array) -> Array:
        x, y = point
        slope = np.zeros(2)
        for power, c in _BEALE:
            rest = c - x + x * y**power
            slope += 2 * rest * np.array([y**power - 1, power * x * y ** (power - 1)])
        return slope

    def _hessian(self, point: Array) -> Array:
        x, y = point
        curvature = np.zeros((2, 2))
        for power, c in _BEALE:
            rest = c - x + x * y**power
            first = np.array([y**power - 1, power * x * y ** (power - 1)])
            mixed = power * y ** (power - 1)
            twice = power * (power - 1) * x * y ** max(power - 2, 0)
            curvature += 2 * np.outer(first, first) + 2 * rest * np.array([[0.0, mixed], [mixed, twice]])
        return curvature


_BEALE = ((1, 1.5), (2, 2.25), (3, 2.625))  # powers of y, and the number in the same square


@dataclass(frozen=True, repr=False)
class _SaddleWithValleys(_Surface):
    kind: ClassVar[str] = "saddle_with_valleys"

    across: float
    depth: float

    def __repr__(self) -> str:
        return f"saddle_with_valleys(across={self.across}, depth={self.depth})"

    @property
    def minima(self) -> tuple[Array, ...]:
        return np.array([0.0, 1.0]), np.array([0.0, -1.0])

    def _values(self, points: Array) -> Array:
        x, y = points.T
        losses: Array = 0.5 * self.across * x**2 + self.depth * (y**4 / 4 - y**2 / 2)
        return losses

    def _gradient(self, point: Array) -> Array:
        x, y = point
        return np.array([self.across * x, self.depth * (y**3 - y)])

    def _hessian(self, point: Array) -> Array:
        return np.diag([self.across, self.depth * (3 * point[1] ** 2 - 1)])


def rosenbrock(a: float = 1.0, b: float = 100.0) -> Landscape:
    """(a - x)^2 + b (y - x^2)^2: a bent valley with its minimum at (a, a^2).  Source: Rosenbrock, 1960."""
    return _Rosenbrock(number(a, "a"), _positive(b, "b"))


def himmelblau() -> Landscape:
    """(x^2 + y - 11)^2 + (x + y^2 - 7)^2: four minima of value 0.  Source: Himmelblau, 1972."""
    return _Himmelblau()


def beale() -> Landscape:
    """Flat far from its minimum (3, 0.5), with steep walls.  Source: Beale, 1958."""
    return _Beale()


def saddle_with_valleys(across: float = 1.0, depth: float = 1.0) -> Landscape:
    """0.5 across x^2 + depth (y^4 / 4 - y^2 / 2): a saddle at the origin between two valleys, at y = 1 and y = -1."""
    return _SaddleWithValleys(_positive(across, "across"), _positive(depth, "depth"))


def _positive(value: object, name: str) -> float:
    if (given := number(value, name)) <= 0:
        raise ValueError(f"the {name} of a landscape is a positive number, not {given:g}")
    return given
