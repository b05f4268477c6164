"""The kill matrix as a page: which criterion catches which known mistake, and by how much.

For the instructor; it names hidden criteria, but holds none of their inputs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from grader.reports.pages.rendering import render
from grader.words import kill_matrix as kill_matrix_words
from grader.words import notation

_STRONG = 3.0  # decades of tolerances from which on a cell is coloured fully


class MatrixRow(Protocol):
    """What a row of a kill matrix tells."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def function(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def margins(self) -> Mapping[str, float]: ...  # noqa: D102
    @property
    def diagnosed(self) -> tuple[str, ...]: ...  # noqa: D102


class KillMatrix(Protocol):
    """What a kill matrix tells; `grader.grading.selftest.Matrix` is one."""

    @property
    def assignment(self) -> str: ...  # noqa: D102
    @property
    def seed(self) -> str: ...  # noqa: D102
    @property
    def max_score(self) -> float: ...  # noqa: D102
    @property
    def criteria(self) -> tuple[tuple[str, bool], ...]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[MatrixRow]: ...  # noqa: D102
    @property
    def idle_criteria(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def troubles(self) -> tuple[str, ...]: ...  # noqa: D102


class CellView(msgspec.Struct, frozen=True):
    """By how much a hand-in loses a criterion; `strength` from 0 (won) to 4 chooses the shade."""

    text: str
    strength: int


class RowView(msgspec.Struct, frozen=True):
    """One hand-in of the instructor's."""

    name: str
    score: str
    cells: tuple[CellView, ...]
    diagnosed: str


class GroupView(msgspec.Struct, frozen=True):
    """The rows of one kind and function."""

    title: str
    rows: tuple[RowView, ...]


class ColumnView(msgspec.Struct, frozen=True):
    """A criterion."""

    id: str
    hidden: bool
    kills: int


class MatrixView(msgspec.Struct, frozen=True):
    """One matrix."""

    assignment: str
    seed: str
    summary: str
    troubles: tuple[str, ...]
    idle: tuple[str, ...]
    columns: tuple[ColumnView, ...]
    groups: tuple[GroupView, ...]


def matrix_page(matrices: Sequence[KillMatrix]) -> str:
    """One HTML file for all matrices: of several assignments, or seeds."""
    return render("matrix.html.j2", views=tuple(map(_view, matrices)))


def _view(matrix: KillMatrix) -> MatrixView:
    mistakes = [row for row in matrix.rows if row.kind == "mistake"]
    return MatrixView(
        assignment=matrix.assignment,
        seed=matrix.seed,
        summary=_summary(mistakes, len(matrix.troubles)),
        troubles=matrix.troubles,
        idle=matrix.idle_criteria,
        columns=tuple(
            ColumnView(criterion, not public, sum(criterion in row.margins for row in mistakes))
            for criterion, public in matrix.criteria
        ),
        groups=tuple(_groups(matrix)),
    )


def _summary(mistakes: Sequence[MatrixRow], troubles: int) -> str:
    """How many mistakes are caught, which of them by the smallest margin, and whether the rubric is sound."""
    caught = {"caught": sum(bool(row.margins) for row in mistakes), "mistakes": len(mistakes)}
    margins = [(max(row.margins.values()), row) for row in mistakes if row.margins]
    finite = [(margin, row) for margin, row in margins if math.isfinite(margin)]
    if not finite and not troubles:
        return kill_matrix_words.CAUGHT.format(**caught)
    if not finite:
        return kill_matrix_words.CAUGHT_WITH_TROUBLES.format(troubles=troubles, **caught)
    margin, row = min(finite, key=lambda pair: pair[0])
    nearest = {"nearest": f"{row.function}/{row.name}", "margin": notation.times(margin)}
    if not troubles:
        return kill_matrix_words.CAUGHT_NEAREST.format(**nearest, **caught)
    return kill_matrix_words.CAUGHT_NEAREST_WITH_TROUBLES.format(troubles=troubles, **nearest, **caught)


def _groups(matrix: KillMatrix) -> Iterable[GroupView]:
    titles = dict.fromkeys(_title(row) for row in matrix.rows)
    for title in titles:
        rows = tuple(_row(row, matrix) for row in matrix.rows if _title(row) == title)
        yield GroupView(title, rows)


def _title(row: MatrixRow) -> str:
    kind = kill_matrix_words.KINDS[row.kind]
    return kill_matrix_words.KIND_IN_FUNCTION.format(kind=kind, function=row.function) if row.function else kind


def _row(row: MatrixRow, matrix: KillMatrix) -> RowView:
    return RowView(
        name=row.name,
        score=f"{notation.points(row.score)} / {notation.points(matrix.max_score)}",
        cells=tuple(_cell(row.margins.get(criterion)) for criterion, _ in matrix.criteria),
        diagnosed=", ".join(row.diagnosed),
    )


def _cell(margin: float | None) -> CellView:
    if margin is None:
        return CellView("·", 0)
    if math.isinf(margin):
        return CellView(kill_matrix_words.FORM, 4)
    return CellView(notation.times(margin), 1 + round(3 * min(max(math.log10(max(margin, 1.0)) / _STRONG, 0.0), 1.0)))
