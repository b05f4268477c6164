"""The rows of two tables side by side: as a table around the first difference, and in words for the step slider."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.reports.exhibits.base import Table, TableRow
from grader.reports.facts.comparison import Comparison
from grader.words import labels, notation

Array = NDArray[np.float64]


def rows_around(compared: Comparison, first: int, *, counted: Sequence[int] = (), steps: Sequence[int] = ()) -> Table:
    """The rows just before and after the first difference; `steps` where a row is a step t, which may leave some out.

    Where columns were `counted`, the distance of each row is told, in tolerances, over all that stands in it; not where
    the criterion compared other numbers.
    """
    caption = labels.STEPS_AROUND if steps else labels.ROWS_AROUND
    head: tuple[str, ...] = (labels.STEP if steps else labels.ROW, labels.YOURS, labels.EXPECTED)
    if counted:
        caption, head = caption + labels.APART_IN_TOLERANCES, (*head, labels.APART)
    rows = [_row(compared, row, first, told=bool(counted)) for row in compared.rows_around(first)]
    if steps:
        rows = [replace(row, cells=(str(steps[row.row]), *row.cells[1:])) for row in rows]
    return Table(caption, head, tuple(rows))


def readouts(compared: Comparison, *, steps: bool = False) -> tuple[str, ...]:
    """Each row in words."""
    sentence = labels.READ_STEP if steps else labels.READ_ROW
    rows = zip_longest(_points(compared.got), _points(compared.want), fillvalue=labels.NO_SUCH_ROW)
    return tuple(sentence.format(row=row, own=own, expected=want) for row, (own, want) in enumerate(rows))


def _row(compared: Comparison, row: int, first: int, *, told: bool) -> TableRow:
    cells = [str(row), _point(compared.got, row), _point(compared.want, row)]
    if told:
        inside = row < len(compared.ratios)
        cells.append(notation.times(float(compared.ratios[row].max())) if inside else "–")
    return TableRow(tuple(cells), row, "first" if row == first else "")


def _point(rows: Array, row: int) -> str:
    return _points(rows[row : row + 1])[0] if row < len(rows) else labels.NO_SUCH_ROW


def _points(rows: Array) -> list[str]:
    if rows.shape[1] == 1:
        return [notation.number(value) for value in rows[:, 0].tolist()]
    one = f"({', '.join(['%.5g'] * rows.shape[1])})"
    text = "\n".join([one] * len(rows)) % tuple(rows.ravel().tolist())  # all at once, in a third of the time
    if "e" in text or "n" in text:  # powers of ten, or what is no number
        return [f"({', '.join(notation.number(value, 5) for value in row)})" for row in rows.tolist()]
    return text.replace("-", notation.MINUS).split("\n") if len(rows) else []
