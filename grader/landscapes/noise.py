"""A landscape whose gradients are off by chance, as those of a part of the data are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from grader.landscapes.base import Array, Landscape, kind_of, number


@dataclass(frozen=True, repr=False)
class _Noisy(Landscape):
    """Another surface whose gradients are off by chance, as those of a part of the data are.

    The first gradient of a fresh copy is off by the first number drawn by `seed`, whatever the point, and so on.
    """

    kind: ClassVar[str] = "noisy"

    size: float
    seed: int
    still: Landscape

    def __repr__(self) -> str:
        return f"noisy({self.still!r}, {self.size}, {self.seed})"

    def recipe(self) -> list[object]:
        """Its own two numbers, and the recipe of the other surface."""
        return [self.kind, self.size, self.seed, self.still.recipe()]

    @cached_property
    def _chance(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    @property
    def dimension(self) -> int:
        return self.still.dimension

    @property
    def minimum(self) -> Array | None:
        return self.still.minimum

    @property
    def minima(self) -> tuple[Array, ...]:
        return self.still.minima

    def _values(self, points: Array) -> Array:
        return self.still._values(points)  # noqa: SLF001 - a surface of the same family

    def _gradient(self, point: Array) -> Array:
        off: Array = self.size * self._chance.standard_normal(self.dimension)
        return self.still._gradient(point) + off  # noqa: SLF001

    def _hessian(self, point: Array) -> Array:
        return self.still._hessian(point)  # noqa: SLF001


def noisy(landscape: Landscape, size: float, seed: int) -> Landscape:
    """The same surface with gradients that are off by normal numbers of this size, drawn anew for each gradient.

    `seed` is 0 to 2**32 - 1, and draws the same numbers in every fresh copy.  ValueError for anything else, and for a
    surface that is noisy already.
    """
    if type(seed) is not int or not 0 <= seed < 1 << 32:
        raise ValueError(f"the seed of a noisy landscape is a whole number from 0 to 2**32 - 1, not {kind_of(seed)}")
    amount = number(size, "size of the noise")
    if amount < 0 or isinstance(landscape, _Noisy):
        raise ValueError("noise has a size of at least 0, and is added to a landscape once")
    return _Noisy(amount, seed, landscape)
