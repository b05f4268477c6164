"""How far an answer may lie from the expected one: the one place that says “within tolerance”.

Closed: NaN and infinity never hold, whatever stands on the other side.
"""

from __future__ import annotations

from typing import Self

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Of the size of the column.  Right answers in double precision differ by 1e-11 of it, single precision by up to 6e-5,
# the smallest mistake by 6e-3.
RELATIVE = 3e-4
FLOOR = 1e-9  # absolute, for columns that are zero throughout


class Tolerance(msgspec.Struct, frozen=True):
    """`allowed` is the largest distance that holds: one number, or one for each of d columns, shape (d,)."""

    allowed: Array

    @classmethod
    def of_size(cls, size: ArrayLike, relative: float = RELATIVE) -> Self:
        """A share of a size, or of each of several sizes.  ValueError for one that holds nothing, or zeros too."""
        if not 0 < relative < 1:
            raise ValueError(f"a tolerance is a share of what is expected, above 0 and below 1, not {relative!r}")
        return cls(np.maximum(relative * np.asarray(size, dtype=np.float64), FLOOR))

    @classmethod
    def of_columns(cls, want: Array, relative: float = RELATIVE) -> Self:
        """For tables of shape (n, d): a share of the largest number of each column."""
        return cls.of_size(np.abs(want).max(axis=0, initial=0.0), relative)

    @classmethod
    def of_values(cls, want: Array, relative: float = RELATIVE) -> Self:
        """For any numbers: a share of the largest of them."""
        return cls.of_size(np.abs(want).max(initial=0.0), relative)

    def holds(self, got: ArrayLike, want: ArrayLike) -> NDArray[np.bool_]:
        """Number by number, whether the two are close enough."""
        with np.errstate(all="ignore"):  # a run that diverged to 1e308 overflows here
            return np.asarray(np.abs(np.subtract(got, want)) <= self.allowed)

    def ratio(self, got: ArrayLike, want: ArrayLike) -> Array:
        """Number by number, the distance counted in tolerances; inf where a number is none."""
        with np.errstate(all="ignore"):
            ratios = np.abs(np.subtract(got, want)) / self.allowed
        return np.where(np.isfinite(ratios), ratios, np.inf)
