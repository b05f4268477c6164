"""A table of scores: a row a student; score, maximum and status of each assignment, and the total.

A grade that the grader owes (`regrade_needed`) is an empty cell, and so is the total over it: never a silent zero.
How a cell is written is a matter of the form: `csv_table`, `xlsx`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from grader.records import Grade, Judgement, Person, Status

Cell = str | float | None  # text, a number, or nothing

_OF_PEOPLE = ("name", "email", "section")
_UNKNOWN = ("", "", "")


class ScoreTable(msgspec.Struct, frozen=True):
    """Headings, and rows of as many cells; the first `names` columns tell who somebody is, and are never numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    names: int


def score_table(grades: Sequence[Grade], people: Sequence[Person] = (), *, criteria: bool = False) -> ScoreTable:
    """The table; students and assignments in the order of the grades.

    With `people`, three columns tell who they are: empty for who is not among them.  With `criteria`, each criterion
    has a column for its points, after those of its assignment.
    """
    told = {person.student: (person.name, person.email, person.section) for person in people}
    assignments = {grade.assignment: _criteria(grades, grade.assignment) if criteria else {} for grade in grades}
    by_key = {(grade.student, grade.assignment): grade for grade in grades}
    who = ("student", *(_OF_PEOPLE if people else ()))
    heads = (f"{name} {what}" for name, asked in assignments.items() for what in ("score", "max", "status", *asked))
    rows = []
    for student in dict.fromkeys(grade.student for grade in grades):
        row = {name: by_key.get((student, name)) for name in assignments}
        cells = (cell for name, grade in row.items() for cell in _cells(grade, assignments[name]))
        names = (student, *(told.get(student, _UNKNOWN) if people else ()))
        rows.append((*names, *cells, *_totals([grade for grade in row.values() if grade is not None])))
    return ScoreTable((*who, *heads, "total", "total max"), tuple(rows), len(who))


def _criteria(grades: Sequence[Grade], assignment: str) -> dict[str, None]:
    """Ids of the criteria of an assignment, in order: rubrics may have changed between two grades."""
    return dict.fromkeys(each.id for grade in grades if grade.assignment == assignment for each in grade.judgements)


def _cells(grade: Grade | None, criteria: Mapping[str, None]) -> Iterator[Cell]:
    if grade is None:
        yield from (None, None, "", *(None for _ in criteria))
        return
    owed = grade.status is Status.REGRADE_NEEDED
    yield None if owed else grade.score
    yield grade.max_score
    yield str(grade.status)
    judged = {each.id: each for each in grade.judgements}
    yield from (None if owed else _points(judged.get(each)) for each in criteria)


def _points(judgement: Judgement | None) -> float | None:
    """Nothing where a person has still to give them."""
    return None if judgement is None or judgement.waits else judgement.points


def _totals(grades: Sequence[Grade]) -> Iterator[Cell]:
    owed = any(grade.status is Status.REGRADE_NEEDED for grade in grades)
    yield None if owed else sum(grade.score for grade in grades)
    yield sum(grade.max_score for grade in grades)
