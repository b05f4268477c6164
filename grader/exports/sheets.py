"""Scores filled into the table that a learning platform gave out: its columns, its rows, its ids, nothing else changed.

A place is a module with a `SHEET`: how its columns are found, which rows are people, and which may not be changed.
What cannot be filled in is listed; where a number would be refused or mean something else, nothing is written.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

import msgspec

from grader.errors import UsageError, did_you_mean
from grader.records import Grade, Person
from grader.safe_text import visible

_MOST_NAMED = 10


class Columns(msgspec.Struct, frozen=True):
    """Where in a table the ids of a person stand, the grade, and what else counts; -1 for what is not there."""

    ids: tuple[int, ...]
    grade: int
    most: float | None = None  # points of the column, for all rows
    maximum: int = -1  # or of each row
    changeable: int = -1
    feedback: int = -1


class Sheet(msgspec.Struct, frozen=True):
    """How the table of one place is read."""

    title: str
    columns: Callable[[Sequence[Sequence[str]], str, Sequence[str]], Columns]
    is_person: Callable[[Sequence[str], Columns], bool]
    id_of: Callable[[str], str]


@dataclass(slots=True)
class Filled:
    """The table with scores in it, and what a person should know of it."""

    text: str = ""
    new: int = 0
    same: int = 0
    changed: list[tuple[str, str, str]] = field(default_factory=list)  # who, before, after
    with_words: list[str] = field(default_factory=list)  # rows whose score changed and in which somebody wrote
    locked: list[str] = field(default_factory=list)  # rows that may not be changed
    without_grade: list[str] = field(default_factory=list)  # rows of people whom nothing was given
    without_row: list[str] = field(default_factory=list)  # students with a grade
    maxima: set[float] = field(default_factory=set)  # what the place gives at most, where it says so


def fill(
    sheet: Sheet,
    table: str,
    delimiter: str,
    grades: Sequence[Grade],
    people: Sequence[Person] = (),
    *,
    column: str = "",
    titles: Sequence[str] = (),
    words: Callable[[Grade], str] = lambda _: "",
    is_renewed: Callable[[str], bool] = lambda _: False,
) -> Filled:
    """Fill the grades of one assignment into a table; `words` are what a student may read beside a score.

    They take the place of none but those that `is_renewed` knows as ours, beside a score that has changed.

    `column` names its column; else it is the one that bears one of `titles`.  Raises `UsageError` where the table is
    none of that place, a row is not one person's for sure, or a score is more than the column takes.
    """
    rows = list(csv.reader(io.StringIO(table), delimiter=delimiter))
    if not rows:
        raise UsageError("the table is empty", remedy=f"export it from {sheet.title} again")
    columns = sheet.columns(rows, column, titles)
    filled = Filled()
    by_student = {grade.student: grade for grade in grades}
    known = ids_of(people)
    above: list[str] = []
    met: dict[str, list[str]] = {}
    for line, row in zip(lines_of(rows)[1:], rows[1:], strict=True):
        if len(row) > columns.grade and sheet.is_person(row, columns):
            grade = _of(row, columns, sheet, by_student, known)
            if grade is None or not grade.has_score:
                filled.without_grade.append(_called(row, columns) + _of_before(row[columns.grade].strip()))
            elif _is_left_alone(row, columns):
                filled.locked.append(_called(row, columns))
            else:
                most = number(row[columns.maximum]) if columns.maximum >= 0 else columns.most
                filled.maxima |= set() if most is None else {most}
                if most is not None and grade.score > most + 1e-9:
                    above.append(f"{grade.student}: {grade.score:g} of {most:g}")
                _write(row, columns, grade, filled, words, is_renewed)
            if grade is not None:
                met.setdefault(grade.student, []).append(f"line {line}")
    require_told_apart(met, "rows", f"export the table from {sheet.title} again, and keep one row for each person")
    if above:
        raise UsageError(
            f"scores are above what the column takes: {_listed(above)}",
            remedy=f"set the column's maximum in {sheet.title}, export the table again, and fill it in then",
        )
    graded = {student for student, grade in by_student.items() if grade.has_score}
    if not met or (graded and not graded & met.keys()):
        raise UsageError(
            "not one person of the table has a grade: it is of another course, or people have other ids there",
            remedy="export it from the course that was graded, and import it as the roster if ids differ: "
            "`grader roster import`",
        )
    filled.without_row = [student for student in by_student if student in graded and student not in met]
    filled.text = _written(rows, delimiter, table)
    return filled


def _of_before(cell: str) -> str:
    """What is said of a score that stands where none was given: it may have been taken back."""
    return "" if number(cell) is None else f", who has {visible(cell, 20)} there"


def written_score(score: float) -> str:
    """A score at the two decimals that places keep: no exponent, no sign between thousands, no zeros at the end."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


def _write(
    row: list[str],
    columns: Columns,
    grade: Grade,
    filled: Filled,
    words: Callable[[Grade], str],
    is_renewed: Callable[[str], bool],
) -> None:
    comma = columns.maximum >= 0 and "," in row[columns.maximum]
    score = written_score(grade.score).replace(".", "," if comma else ".")
    before = row[columns.grade].strip()
    if before and number(before) == round(grade.score, 2):
        filled.same += 1
        return
    if before:
        filled.changed.append((_called(row, columns), before, score))
    else:
        filled.new += 1
    row[columns.grade] = score
    if columns.feedback < 0:
        return
    there = row[columns.feedback].strip()
    if not there or is_renewed(there):
        row[columns.feedback] = html.escape(words(grade))
    elif before:
        filled.with_words.append(_called(row, columns))


_EXCUSED = {"ex", "n/a"}
_NO = {"no", "nein", "non", "nee", "não", "nej"}


def _is_left_alone(row: Sequence[str], columns: Columns) -> bool:
    """Whether the platform has it that this person's grade is not to be changed."""
    if row[columns.grade].strip().casefold() in _EXCUSED:
        return True
    return columns.changeable >= 0 and row[columns.changeable].strip().casefold() in _NO


def ids_of(people: Sequence[Person]) -> dict[str, set[str]]:
    """Every id of a person, and the e-mail → the id under which hand-ins come."""
    known: dict[str, set[str]] = {}
    for person in people:
        for each in (person.student, *person.other_ids.values(), person.email.casefold()):
            known.setdefault(each, set()).add(person.student)
            if "@" in each:
                known.setdefault(each.casefold(), set()).add(person.student)
    return known


def _of(
    row: Sequence[str], columns: Columns, sheet: Sheet, grades: Mapping[str, Grade], known: Mapping[str, set[str]]
) -> Grade | None:
    """The grade of the one student whom a row's ids name."""
    ids = {sheet.id_of(row[place]) for place in columns.ids if place < len(row)} - {""}
    return grade_of(ids, grades, known, f"the row of {_called(row, columns)}")


def grade_of(
    ids: Collection[str], grades: Mapping[str, Grade], known: Mapping[str, set[str]], what: str
) -> Grade | None:
    """The grade of the one student whom the ids of a place name; `known` leads from them to those of the roster.

    Raises `UsageError` where they name several.
    """
    told = [owners for each in ids if (owners := {each, *known.get(each, ())} & grades.keys())]
    whole = set.intersection(*told) if told else set()  # one of them may be another person's in another column
    meant = whole if len(whole) == 1 else set().union(*told)
    if len(meant) > 1:
        raise UsageError(
            f"{what} is of {_listed(sorted(meant))}", remedy="mend the ids in the roster: `grader roster show`"
        )
    return grades[meant.pop()] if meant else None


def require_told_apart(met: Mapping[str, Sequence[str]], what: str, remedy: str) -> None:
    """Raise `UsageError` where a student was met more than once: which is meant would be a guess.

    `met` has where each was met, and `what` the kind of these.
    """
    several = [f"{student} in {' and '.join(where)}" for student, where in met.items() if len(where) > 1]
    if several:
        raise UsageError(
            f"two {what} could be one student's: {_listed(several)}",
            remedy=f"{remedy}; where they are two people's, mend the ids in the roster: `grader roster show`",
        )


def lines_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """The line that each row of a table begins in: a cell may hold several."""
    heights = (1 + sum(cell.count("\n") for cell in row) for row in rows)
    return list(accumulate(heights, initial=1))[:-1]


def _called(row: Sequence[str], columns: Columns) -> str:
    names = [cell for place, cell in enumerate(row[:3]) if cell.strip() and place != columns.grade]
    return visible(", ".join(names[:2]), 80)


def number(cell: str) -> float | None:
    """The number in a cell, with a decimal point or comma; None where there is none."""
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return "; ".join(visible(name, 80) for name in names[:_MOST_NAMED]) + more


def _written(rows: Sequence[Sequence[str]], delimiter: str, before: str) -> str:
    text = io.StringIO()
    ending = "\r\n" if "\r\n" in before else "\n"
    quoting: Literal[0, 1] = csv.QUOTE_ALL if before.startswith('"') else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return text.getvalue()


def _spelt(name: str) -> str:
    """A name without what stands between its words."""
    return re.sub(r"[\W_]+", "", name.casefold())


def column_called(
    offered: Mapping[int, str], names: Callable[[str], set[str]], column: str, titles: Sequence[str]
) -> int:
    """The place of the column that is named by `column`, or else by one of the titles; `names` are those of a heading.

    Raises `UsageError` where that is none, or several.
    """
    wanted = {column.strip().casefold()} if column else {title.casefold() for title in titles}
    matching = [place for place, head in offered.items() if names(head) & wanted]
    if not matching:  # `Momentum step` for momentum_step
        spelt = {_spelt(each) for each in wanted} - {""}
        matching = [place for place, head in offered.items() if spelt & set(map(_spelt, names(head)))]
    if len(matching) == 1:
        return matching[0]
    several = "several columns are called" if matching else "no column is called"
    said = column or " or ".join(titles)
    raise UsageError(
        f"{several} {visible(said, 80)!r}",
        remedy=did_you_mean(said, list(offered.values())) if not matching else "name it with its number: --column 987",
    )
