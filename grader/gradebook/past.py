"""What students were given before, with when each hand-in came: no grade is read whole for that."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, select

from grader.gradebook.attempts import aware
from grader.gradebook.schema import attempts, grades
from grader.records import Past, Status

Key = tuple[str, str]  # student and assignment


def past_of(connection: Connection) -> dict[Key, tuple[Past, ...]]:
    """Every grade that is kept, by student and assignment, the oldest first."""
    handed_in = (attempts.c.student, attempts.c.assignment, attempts.c.submission_sha256)
    made = {
        tuple(key): (filename, at)
        for *key, filename, at in connection.execute(select(*handed_in, attempts.c.filename, attempts.c.handed_in_at))
    }
    found: dict[Key, list[Past]] = defaultdict(list)
    told = [column for column in grades.c if column.name not in {"grade", "transcript_sha256"}]
    for row in connection.execute(select(*told).order_by(grades.c.graded_at)):
        filename, at = made.get((row.student, row.assignment, row.submission_sha256), ("", None))
        found[row.student, row.assignment].append(
            Past(
                row.submission_sha256,
                Status(row.status),
                row.score,
                row.max_score,
                aware(row.graded_at),
                filename,
                None if at is None else aware(at),
            )
        )
    return {key: tuple(each) for key, each in found.items()}
