"""A number of steps: the distance of each row to the minimum, the tolerance, and the two answers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.reports import prose
from grader.reports.drawing import plot
from grader.reports.drawing.plot import Key, Mark, Plot, Scale
from grader.reports.exhibits.base import Exhibit, Lost, Table, TableRow, table_of_numbers
from grader.words import figures, labels, notation

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
    x, y = plot.steps_axis(len(distances)), plot.value_axis(np.append(distances, [tol, 0.0]))
    inside = [str(row) for row in np.flatnonzero(distances <= tol)]
    lines = (plot.level("limit", x, y, tol), plot.line("given", x, y, steps, distances))
    marks = [_mark(x, y, distances, want, "expected"), _mark(x, y, distances, got, "own")]
    numbers = {"tol": notation.number(tol), "own": _answer(got), "expected": _answer(want)}
    return Plot(
        title=labels.DISTANCES,
        description=(
            figures.ROWS_WITHIN.format(rows=prose.listed(inside), **numbers)
            if inside
            else figures.NO_ROWS_WITHIN.format(**numbers)
        ),
        x_label=labels.ROW,
        y_label=labels.DISTANCE,
        x=x,
        y=y,
        lines=lines,
        marks=plot.labelled(x, y, marks, lines),
        legend=(
            Key("given", labels.DISTANCE_OF_ROW),
            Key("limit", labels.TOL),
            Key("ring own", labels.YOUR_ANSWER, "mark"),
            Key("ring expected", labels.EXPECTED_ANSWER, "mark"),
        ),
    )


def _mark(x: Scale, y: Scale, distances: Array, answer: Any, whose: str) -> Mark | None:
    row = _row(answer)
    if row is None or not 0 <= row < len(distances):
        return None
    label = (labels.OWN_ROW if whose == "own" else labels.EXPECTED_ROW).format(row=row)
    return plot.ring(x, y, float(row), float(distances[row]), label, f"ring {whose}")


def _table(distances: Array, tol: float, got: Any, want: Any) -> Table:
    answers = ((labels.YOUR_ANSWER, got), (labels.EXPECTED, want))
    rows = []
    for row, distance in enumerate(distances[:_MOST].tolist()):
        side = labels.INSIDE if distance <= tol else labels.OUTSIDE
        said = ", ".join(name for name, answer in answers if _row(answer) == row)
        rows.append(TableRow((str(row), notation.number(distance, 4), side, said), kind="first" if said else ""))
    head = (labels.ROW, labels.DISTANCE, labels.OF_TOL, labels.AT)
    return Table(labels.DISTANCES_TABLE.format(tol=notation.number(tol)), head, tuple(rows))


def _row(answer: Any) -> int | None:
    if isinstance(answer, np.ndarray) and answer.ndim == 0:
        answer = answer.item()
    return int(answer) if isinstance(answer, int | np.integer) else None


def _answer(answer: Any) -> str:
    row = _row(answer)
    return "None" if answer is None else str(row) if row is not None else labels.NO_WHOLE_NUMBER
