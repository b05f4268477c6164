"""What students see: each grade as it was when it was published, with the digest of its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select

from grader.gradebook.attempts import aware
from grader.gradebook.schema import published
from grader.records import Grade, packed_grade, unpacked_grade


class Published(msgspec.Struct, frozen=True):
    """A grade that its student sees."""

    grade: Grade
    page_sha256: str
    published_at: datetime


def keep(connection: Connection, made: Sequence[Published]) -> None:
    """Keep what students see from now on, in the place of what they saw."""
    for each in made:
        here = (published.c.student == each.grade.student) & (published.c.assignment == each.grade.assignment)
        connection.execute(delete(published).where(here))
    if made:
        connection.execute(insert(published), [_row(each) for each in made])


def _row(each: Published) -> dict[str, object]:
    return {
        "student": each.grade.student,
        "assignment": each.grade.assignment,
        "score": each.grade.score,
        "max_score": each.grade.max_score,
        "published_at": each.published_at.astimezone(UTC),
        "page_sha256": each.page_sha256,
        "grade": packed_grade(each.grade),
    }


def all_of(connection: Connection) -> dict[tuple[str, str], Published]:
    """All that was published, by student and assignment."""
    return {
        (row.student, row.assignment): Published(unpacked_grade(row.grade), row.page_sha256, aware(row.published_at))
        for row in connection.execute(select(published))
    }


def forget(connection: Connection, student: str) -> None:
    """Remove what a student saw."""
    connection.execute(delete(published).where(published.c.student == student))
