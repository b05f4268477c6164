"""The grades that are kept: of one assignment, of everybody's attempts, the newest, and those that somebody edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, select

from grader.gradebook.attempts import aware
from grader.gradebook.database import AT_ONCE
from grader.gradebook.entries import Entry, Kept
from grader.gradebook.replaced import given_sha256
from grader.gradebook.rests_on import name_of
from grader.gradebook.schema import grades, transcripts
from grader.records import Grade, unpacked_grade


def all_of(connection: Connection, assignment: str, student: str = "") -> list[Kept]:
    """Every grade of an assignment, or of one student, of each student the newest first."""
    told = (grades.c.student, grades.c.grade, transcripts.c.difference, grades.c.graded_at, grades.c.stood)
    query = select(*told).join(transcripts, isouter=True).where(grades.c.assignment == assignment)
    if student:
        query = query.where(grades.c.student == student)
    rows = connection.execute(query.order_by(grades.c.student, grades.c.graded_at.desc()))
    return [Kept(unpacked_grade(row.grade), row.difference or b"", aware(row.graded_at), row.stood) for row in rows]


def that_moved(newest_first: Iterable[Kept]) -> list[Kept]:
    """Those after which something else was given, or for something else: another hand-in, or by another rubric."""
    found: list[Kept] = []
    for each in newest_first:
        if not found or _given(each.grade) != _given(found[-1].grade):
            found.append(each)
    return found


def _given(grade: Grade) -> tuple[str, ...]:
    return *name_of(grade), given_sha256(grade)


def of_attempts(connection: Connection, assignment: str) -> list[Grade]:
    """The newest grade of each student's every attempt."""
    query = select(grades.c.student, grades.c.submission_sha256, grades.c.grade)
    here = query.where(grades.c.assignment == assignment, grades.c.submission_sha256 != "")
    rows = connection.execute(here.order_by(grades.c.graded_at))
    newest = {(row.student, row.submission_sha256): row.grade for row in rows}
    return [unpacked_grade(grade) for grade in newest.values()]


def in_order(connection: Connection) -> Iterator[Entry]:
    """Every grade, without its transcript, in the order in which they were made."""
    told = (grades.c.grade, transcripts.c.behaviour_sha256)
    query = select(*told).join(transcripts, isouter=True).order_by(grades.c.graded_at)
    with connection.execute(query, execution_options=AT_ONCE) as rows:
        for grade, behaviour in rows:
            yield Entry(unpacked_grade(grade), b"", behaviour or "")


def edited(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Student and assignment of each grade whose columns say something else than it does."""
    told = (grades.c.student, grades.c.assignment, grades.c.score, grades.c.max_score, grades.c.status)
    found = set()
    with connection.execute(select(*told, grades.c.grade), execution_options=AT_ONCE) as rows:
        for row in rows:
            grade = unpacked_grade(row.grade)
            if (row.score, row.max_score, row.status) != (grade.score, grade.max_score, grade.status):
                found.add((row.student, row.assignment))
    return tuple(sorted(found))


def forget(connection: Connection, student: str) -> tuple[int, int]:
    """Remove a student's grades, and every transcript that no grade rests on any more; how many of each."""
    gone = connection.execute(delete(grades).where(grades.c.student == student)).rowcount
    in_use = select(grades.c.transcript_sha256).where(grades.c.transcript_sha256.is_not(None))
    orphans = connection.execute(delete(transcripts).where(transcripts.c.sha256.not_in(in_use))).rowcount
    return gone, orphans
