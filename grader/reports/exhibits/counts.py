"""A number of steps: the distance of each row to the minimum, the tolerance, and the two answers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.reports import plotting, prose
from grader.reports.exhibits.base import Exhibit, Lost, Table, TableRow, table_of_numbers
from grader.reports.plotting import Mark, Plot, Scale

Array = NDArray[np.float64]

_MOST = 24  # rows of the table


def exhibit(lost: Lost) -> Exhibit | None:
    """For functions that are given a trajectory, a minimum and tol, and answer with a row of the trajectory."""
    keywords = lost.asked.keywords
    if not {"trajectory", "minimum", "tol"} <= keywords.keys() or not lost.asked.answered:
        return None
    rows = table_of_numbers(keywords["trajectory"])
    minimum, tol = np.asarray(keywords["minimum"], dtype=np.float64), float(keywords["tol"])
    if rows is None or rows.shape[1:] != minimum.shape:
        return None
    distances = np.linalg.norm(rows - minimum, axis=1)
    return Exhibit(
        plots=(_distances(distances, tol, lost.asked.got, lost.asked.want),) if np.isfinite(distances).any() else (),
        tables=(_table(distances, tol, lost.asked.got, lost.asked.want),),
    )


def _distances(distances: Array, tol: float, got: Any, want: Any) -> Plot:
    steps = np.arange(len(distances), dtype=np.float64)
    x, y = plotting.steps_axis(len(distances)), plotting.value_axis(np.append(distances, [tol, 0.0]))
    inside = [str(row) for row in np.flatnonzero(distances <= tol)]
    lines = (plotting.level("limit", x, y, tol), plotting.line("given", x, y, steps, distances))
    marks = [_mark(x, y, distances, want, "expected"), _mark(x, y, distances, got, "own")]
    return Plot(
        title="Distance to the minimum, row by row",
        description=(
            f"Rows {prose.listed(inside) if inside else 'none'} lie within tol = {prose.number(tol)}. "
            f"Your answer is {_answer(got)}, the expected one {_answer(want)}."
        ),
        x_label="row",
        y_label="distance",
        x=x,
        y=y,
        lines=lines,
        marks=plotting.labelled(x, y, marks, lines),
        legend=(("given", "distance of the row"), ("limit", "tol")),
    )


def _mark(x: Scale, y: Scale, distances: Array, answer: Any, whose: str) -> Mark | None:
    row = _row(answer)
    if row is None or not 0 <= row < len(distances):
        return None
    label = f"yours: {row}" if whose == "own" else f"expected: {row}"
    return plotting.ring(x, y, float(row), float(distances[row]), label, f"ring {whose}")


def _table(distances: Array, tol: float, got: Any, want: Any) -> Table:
    def words(row: int) -> str:
        said = [name for name, answer in (("your answer", got), ("expected", want)) if _row(answer) == row]
        return ", ".join(said)

    rows = [
        TableRow((str(row), prose.number(distance, 4), "inside" if distance <= tol else "outside", words(row)),
                 kind="first" if words(row) else "")
        for row, distance in enumerate(distances[:_MOST].tolist())
    ]  # fmt: skip
    return Table(f"Distance of each row, tol = {prose.number(tol)}", ("row", "distance", "of tol", "at"), tuple(rows))


def _row(answer: Any) -> int | None:
    if isinstance(answer, np.ndarray) and answer.ndim == 0:
        answer = answer.item()
    return int(answer) if isinstance(answer, int | np.integer) else None


def _answer(answer: Any) -> str:
    row = _row(answer)
    return "None" if answer is None else str(row) if row is not None else "no whole number"
