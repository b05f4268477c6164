"""The loss of the smallest deep network: a product of weights that shall become a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from grader.landscapes.base import MAX_DIMENSION, Array, Landscape, number


@dataclass(frozen=True, repr=False)
class _LinearNetwork(Landscape):
    """0.5 (w1 w2 … wL - target)^2, of as many parameters as there are layers."""

    kind: ClassVar[str] = "linear_network"

    layers: int
    target: float

    def __repr__(self) -> str:
        return f"linear_network({self.layers}, target={self.target})"

    @property
    def dimension(self) -> int:
        return self.layers

    @property
    def minimum(self) -> Array | None:
        """The one whose weights have one size, and all but the last are positive; there are infinitely many."""
        size = abs(self.target) ** (1 / self.layers)
        weights = np.full(self.layers, size)
        weights[-1] *= 1.0 if self.target >= 0 else -1.0
        return weights

    def _values(self, points: Array) -> Array:
        losses: Array = 0.5 * (np.prod(points, axis=1) - self.target) ** 2
        return losses

    def _gradient(self, point: Array) -> Array:
        slope: Array = (np.prod(point) - self.target) * _product_without(point)
        return slope

    def _hessian(self, point: Array) -> Array:
        others = _product_without(point)
        curvature = np.outer(others, others)
        error = np.prod(point) - self.target
        for first in range(self.layers):
            for second in range(first):
                rest = error * np.prod(np.delete(point, [first, second]))
                curvature[first, second] += rest
                curvature[second, first] += rest
        return curvature


def _product_without(point: Array) -> Array:
    """For each weight the product of all others."""
    return np.array([np.prod(np.delete(point, place)) for place in range(len(point))], dtype=np.float64)


def linear_network(layers: int = 2, target: float = 1.0) -> Landscape:
    """0.5 (w1 w2 … wL - target)^2: the loss on one example of L layers of one linear unit each.

    The origin is a saddle for L = 2, and flat in every direction for more.  ValueError unless 1 <= L <= 100.
    """
    if type(layers) is not int or not 1 <= layers <= MAX_DIMENSION:
        raise ValueError(f"a linear network has 1 to {MAX_DIMENSION} layers")
    return _LinearNetwork(layers, number(target, "target"))


def build_linear_network(layers: object, target: object) -> Landscape:
    """From what a recipe says; ValueError for what it may not."""
    if type(layers) is not int:
        raise ValueError("the layers of a linear network are a whole number")
    return linear_network(layers, number(target, "target"))
