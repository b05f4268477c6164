"""More time for one student, given by a person."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select

from grader.gradebook.attempts import aware
from grader.gradebook.schema import extensions


class Extension(msgspec.Struct, frozen=True):
    """Until when a student may hand in an assignment as if it were in time, and who said so, when and why."""

    student: str
    assignment: str
    until: datetime
    author: str
    reason: str
    made_at: datetime


def keep(connection: Connection, given: Extension) -> Extension | None:
    """Keep an extension; the earlier one that it replaces."""
    before = all_of(connection).get((given.student, given.assignment))
    same = (extensions.c.student == given.student) & (extensions.c.assignment == given.assignment)
    connection.execute(delete(extensions).where(same))
    row = {
        "student": given.student,
        "assignment": given.assignment,
        "until": given.until.astimezone(UTC),
        "author": given.author[:120],
        "reason": given.reason,
        "made_at": given.made_at.astimezone(UTC),
    }
    connection.execute(insert(extensions), [row])
    return before


def all_of(connection: Connection) -> dict[tuple[str, str], Extension]:
    """Every extension, by student and assignment."""
    return {
        (row.student, row.assignment): Extension(
            row.student, row.assignment, aware(row.until), row.author, row.reason, aware(row.made_at)
        )
        for row in connection.execute(select(extensions))
    }


def forget(connection: Connection, student: str) -> None:
    """Remove what was given to a student."""
    connection.execute(delete(extensions).where(extensions.c.student == student))
