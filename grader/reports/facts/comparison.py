"""Where two tables part, as a reader sees it: the first row, the rows around it, and each number in tolerances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.reports import prose
from grader.reports.exhibits.base import Table, TableRow
from grader.rubric.comparison import FLOOR, TOLERANCE
from grader.words import labels

Array = NDArray[np.float64]

_BEFORE, _AFTER = 2, 3  # rows of the table around the first difference


@dataclass(frozen=True, slots=True)
class Parting:
    """Two tables of d columns.  `ratios`, shape (rows in common, d), counts tolerances; inf where a number is none."""

    got: Array
    want: Array
    ratios: Array

    @property
    def row(self) -> int | None:
        """The first row in common with a number outside its tolerance; None if there is none."""
        apart = np.flatnonzero((self.ratios > 1).any(axis=1))
        return int(apart[0]) if apart.size else None

    def column(self, row: int) -> int:
        """The first column outside its tolerance in a row."""
        return int(np.flatnonzero(self.ratios[row] > 1)[0])


def parting(got: Array, want: Array, scale: float | None = None) -> Parting:
    """Compare two tables of as many columns, each column by the size of the expected one, or by `scale`."""
    common = min(len(got), len(want))
    size = np.abs(want).max(axis=0) if scale is None else np.full(want.shape[1], scale)
    allowed = np.maximum(TOLERANCE * size, FLOOR)
    with np.errstate(all="ignore"):
        ratios = np.abs(got[:common] - want[:common]) / allowed
    return Parting(got, want, np.where(np.isfinite(ratios), ratios, np.inf))


def rows_around(parted: Parting, first: int, *, steps: bool = False) -> Table:
    """The rows just before and after the first difference; `steps` where a row is a step t."""
    end = max(len(parted.got), len(parted.want))
    rows = range(max(0, first - _BEFORE), min(end, first + _AFTER + 1))
    return Table(
        labels.STEPS_AROUND if steps else labels.ROWS_AROUND,
        (labels.STEP if steps else labels.ROW, labels.YOURS, labels.EXPECTED, labels.APART),
        tuple(_row(parted, row, first) for row in rows),
    )


def readouts(parted: Parting, *, steps: bool = False) -> tuple[str, ...]:
    """Each row in words, for the step slider."""
    end = max(len(parted.got), len(parted.want))
    return tuple(
        (labels.READ_STEP if steps else labels.READ_ROW).format(
            row=row, own=_point(parted.got, row), expected=_point(parted.want, row)
        )
        for row in range(end)
    )


def _row(parted: Parting, row: int, first: int) -> TableRow:
    apart = prose.times(float(parted.ratios[row].max())) if row < len(parted.ratios) else "–"
    cells = (str(row), _point(parted.got, row), _point(parted.want, row), apart)
    return TableRow(cells, row, "first" if row == first else "")


def _point(rows: Array, row: int) -> str:
    if row >= len(rows):
        return labels.NO_SUCH_ROW
    if rows.shape[1] == 1:
        return prose.number(float(rows[row, 0]))
    return f"({', '.join(prose.number(value, 5) for value in rows[row].tolist())})"
