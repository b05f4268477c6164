"""A table of scores for any spreadsheet: a row a student; score, maximum and status of each assignment, and the total.

A grade that the grader owes (`regrade_needed`) is an empty cell, and so is the total over it: never a silent zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from grader.records import Grade, Person, Status
from grader.safe_text import visible

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet calculate instead of show

_OF_PEOPLE = ("name", "email", "section")
_UNKNOWN = ("", "", "")


def write(grades: Sequence[Grade], people: Sequence[Person] = ()) -> str:
    """The table, with a line of headings; students and assignments in the order of the grades.

    With `people`, three columns tell who they are: empty for who is not among them.
    """
    told = {person.student: (person.name, person.email, person.section) for person in people}
    students = list(dict.fromkeys(grade.student for grade in grades))
    assignments = list(dict.fromkeys(grade.assignment for grade in grades))
    by_key = {(grade.student, grade.assignment): grade for grade in grades}
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    heads = (f"{assignment} {what}" for assignment in assignments for what in ("score", "max", "status"))
    table.writerow(map(harmless, ["student", *(_OF_PEOPLE if people else ()), *heads, "total", "total max"]))
    for student in students:
        row = [by_key.get((student, assignment)) for assignment in assignments]
        cells = (cell for grade in row for cell in _cells(grade))
        who = (student, *(told.get(student, _UNKNOWN) if people else ()))
        table.writerow(map(harmless, [*who, *cells, *_totals([grade for grade in row if grade is not None])]))
    return text.getvalue()


def _cells(grade: Grade | None) -> Iterator[str]:
    if grade is None:
        yield from ("", "", "")
        return
    yield "" if grade.status is Status.REGRADE_NEEDED else f"{grade.score:g}"
    yield f"{grade.max_score:g}"
    yield grade.status


def _totals(grades: Sequence[Grade]) -> Iterator[str]:
    owed = any(grade.status is Status.REGRADE_NEEDED for grade in grades)
    yield "" if owed else f"{sum(grade.score for grade in grades):g}"
    yield f"{sum(grade.max_score for grade in grades):g}"


def harmless(cell: str, longest: int = 300) -> str:
    """A cell that is shown as it stands: an apostrophe before what a spreadsheet would take for a formula."""
    quoted = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return visible(quoted, longest)
