"""The rows of two tables side by side: as a table around the first difference, and in words for the step slider."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grader.reports.exhibits.base import Table, TableRow
from grader.reports.facts.comparison import Comparison
from grader.words import labels, notation

Array = NDArray[np.float64]


def rows_around(compared: Comparison, first: int, *, counted: Sequence[int] = (), steps: bool = False) -> Table:
    """The rows just before and after the first difference; `steps` where a row is a step t.

    `counted` are the columns whose distances are told, in tolerances; none where the criterion compared other numbers.
    """
    caption = labels.STEPS_AROUND if steps else labels.ROWS_AROUND
    head: tuple[str, ...] = (labels.STEP if steps else labels.ROW, labels.YOURS, labels.EXPECTED)
    if counted:
        caption, head = caption + labels.APART_IN_TOLERANCES, (*head, labels.APART)
    rows = (_row(compared, row, first, list(counted)) for row in compared.rows_around(first))
    return Table(caption, head, tuple(rows))


def readouts(compared: Comparison, *, steps: bool = False) -> tuple[str, ...]:
    """Each row in words."""
    sentence = labels.READ_STEP if steps else labels.READ_ROW
    return tuple(
        sentence.format(row=row, own=_point(compared.got, row), expected=_point(compared.want, row))
        for row in range(max(len(compared.got), len(compared.want)))
    )


def _row(compared: Comparison, row: int, first: int, counted: list[int]) -> TableRow:
    cells = [str(row), _point(compared.got, row), _point(compared.want, row)]
    if counted:
        inside = row < len(compared.ratios)
        cells.append(notation.times(float(compared.ratios[row, counted].max())) if inside else "–")
    return TableRow(tuple(cells), row, "first" if row == first else "")


def _point(rows: Array, row: int) -> str:
    if row >= len(rows):
        return labels.NO_SUCH_ROW
    if rows.shape[1] == 1:
        return notation.number(float(rows[row, 0]))
    return f"({', '.join(notation.number(value, 5) for value in rows[row].tolist())})"
