"""What students were given before, with when each hand-in came: no grade is read whole for that."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, select

from grader.gradebook.attempts import aware
from grader.gradebook.database import AT_ONCE
from grader.gradebook.schema import attempts, grades
from grader.gradebook.shelf import Shelf
from grader.records import Past, Status

_SAME = and_(*(attempts.c[name] == grades.c[name] for name in ("student", "assignment", "submission_sha256")))
_TOLD = [column for column in grades.c if column.name not in {"grade", "transcript_sha256"}]


def past_of(connection: Connection) -> Shelf[tuple[Past, ...]]:
    """Every grade that is kept, by student and assignment, the oldest first."""
    query = (
        select(*_TOLD, attempts.c.filename, attempts.c.handed_in_at)
        .join(attempts, _SAME, isouter=True)
        .order_by(grades.c.student, grades.c.assignment, grades.c.graded_at)
    )
    found = Shelf(msgspec.msgpack.encode, _unpacked)
    with connection.execute(query, execution_options=AT_ONCE) as rows:
        for key, of_one in groupby(rows, lambda row: (row.student, row.assignment)):
            found[key] = tuple(_past(row) for row in of_one)
    return found


def _unpacked(data: bytes) -> tuple[Past, ...]:
    return msgspec.msgpack.decode(data, type=tuple[Past, ...])


def _past(row: Row[*tuple[Any, ...]]) -> Past:
    return Past(
        row.submission_sha256,
        Status(row.status),
        row.score,
        row.max_score,
        aware(row.graded_at),
        row.filename or "",
        None if row.handed_in_at is None else aware(row.handed_in_at),
    )
