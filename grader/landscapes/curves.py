"""Losses of one parameter with several valleys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from grader.landscapes.base import Array, Landscape


class _Curve(Landscape):
    """A loss of one parameter."""

    dimension = 1
    lowest: ClassVar[float]  # root of the gradient, by Newton's method

    def __repr__(self) -> str:
        return f"{self.kind}()"

    @property
    def minimum(self) -> Array | None:
        return np.array([self.lowest])


@dataclass(frozen=True, repr=False)
class _Sine(_Curve):
    kind: ClassVar[str] = "sine"
    lowest: ClassVar[float] = 1.5134626431397358

    def _values(self, points: Array) -> Array:
        w = points[:, 0]
        return np.sin(3 * w) + 0.5 * w**2 - w

    def _gradient(self, point: Array) -> Array:
        return 3 * np.cos(3 * point) + point - 1

    def _hessian(self, point: Array) -> Array:
        return (1 - 9 * np.sin(3 * point)).reshape(1, 1)


@dataclass(frozen=True, repr=False)
class _Quartic(_Curve):
    kind: ClassVar[str] = "quartic"
    lowest: ClassVar[float] = -1.057453770738378

    def _values(self, points: Array) -> Array:
        x = points[:, 0]
        return x**4 - 2 * x**2 + x / 2

    def _gradient(self, point: Array) -> Array:
        return 4 * point**3 - 4 * point + 0.5

    def _hessian(self, point: Array) -> Array:
        return (12 * point**2 - 4).reshape(1, 1)


def sine() -> Landscape:
    """sin(3w) + 0.5 w^2 - w of one parameter: three valleys, the deepest at about 1.51."""
    return _Sine()


def quartic() -> Landscape:
    """x^4 - 2 x^2 + 0.5 x of one parameter: two valleys, the deeper at about -1.06."""
    return _Quartic()
