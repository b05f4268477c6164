"""Two tables of numbers side by side: the first row that differs, the rows around it, each number in tolerances."""

from __future__ import annotations

from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.tolerance import Tolerance

Array = NDArray[np.float64]


class Comparison(msgspec.Struct, frozen=True):
    """Two tables of d columns.  `ratios`, shape (rows in common, d), counts tolerances; inf where a number is none."""

    got: Array
    want: Array
    ratios: Array

    @classmethod
    def of(cls, got: Array, want: Array, tolerance: Tolerance | None = None) -> Self:
        """Compare two tables of as many columns; without a tolerance each column has the usual one, by its size."""
        common = min(len(got), len(want))
        usual = Tolerance.of_columns(want) if tolerance is None else tolerance
        return cls(got, want, usual.ratio(got[:common], want[:common]))

    @property
    def row(self) -> int | None:
        """The first row in common with a number outside its tolerance; None if there is none."""
        apart = np.flatnonzero((self.ratios > 1).any(axis=1))
        return int(apart[0]) if apart.size else None

    def column(self, row: int) -> int:
        """The first column outside its tolerance in a row."""
        return int(np.flatnonzero(self.ratios[row] > 1)[0])

    def rows_around(self, first: int, *, before: int = 2, after: int = 3) -> range:
        """The rows just before and after a row, of the longer of the two tables."""
        return range(max(0, first - before), min(max(len(self.got), len(self.want)), first + after + 1))
