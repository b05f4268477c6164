"""What a person decided, kept for good: it outlives every grade."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from grader.gradebook.attempts import aware
from grader.gradebook.schema import decisions
from grader.records import Choice, Decision, Key

Origin = Literal["command", "file"]
COMMAND: Origin = "command"
FILE: Origin = "file"
_ATTEMPT = "attempt"


def keep(connection: Connection, student: str, assignment: str, made: Decision, origin: Origin = COMMAND) -> None:
    """Keep one more."""
    row = {
        "kind": "comment" if made.points is None else "override",
        "student": student,
        "assignment": assignment,
        "criterion": made.criterion,
        "points": made.points,
        "text": made.text,
        "author": made.author[:120],
        "made_at": made.made_at.astimezone(UTC),
        "rests_on": made.rests_on,
        "origin": origin,
    }
    connection.execute(insert(decisions), [row])


def replace_file(connection: Connection, made: Iterable[tuple[str, str, Decision]]) -> None:
    """Keep what the file says by now, instead of all that it said before."""
    connection.execute(delete(decisions).where(decisions.c.origin == FILE))
    for student, assignment, each in made:
        keep(connection, student, assignment, each, FILE)


def take_back(connection: Connection, student: str, assignment: str, criterion: str) -> int:
    """Remove the points that were given for a criterion; how many times they had been."""
    here = (decisions.c.student == student) & (decisions.c.assignment == assignment)
    points = (decisions.c.criterion == criterion) & decisions.c.points.is_not(None) & (decisions.c.origin == COMMAND)
    return connection.execute(delete(decisions).where(here & points)).rowcount


def all_of(connection: Connection, origin: Origin | None = None) -> dict[Key, tuple[Decision, ...]]:
    """Every decision, or those of one origin, in the order in which they were kept."""
    found: dict[Key, tuple[Decision, ...]] = {}
    told = select(decisions).where(decisions.c.kind != _ATTEMPT)
    if origin is not None:
        told = told.where(decisions.c.origin == origin)
    for row in connection.execute(told.order_by(decisions.c.number)):
        made = Decision(row.criterion, row.points, row.text, row.author, aware(row.made_at), row.rests_on)
        found[row.student, row.assignment] = (*found.get((row.student, row.assignment), ()), made)
    return found


def choose(connection: Connection, student: str, assignment: str, choice: Choice | None) -> int:
    """Keep which attempt counts in the place of an earlier choice, or none; how many there had been."""
    here = (decisions.c.student == student) & (decisions.c.assignment == assignment)
    before = connection.execute(delete(decisions).where(here & (decisions.c.kind == _ATTEMPT))).rowcount
    if choice is not None:
        row = {
            "kind": _ATTEMPT,
            "student": student,
            "assignment": assignment,
            "criterion": "",
            "points": None,
            "text": choice.reason,
            "author": choice.author[:120],
            "made_at": choice.made_at.astimezone(UTC),
            "rests_on": choice.submission_sha256,
            "origin": COMMAND,
        }
        connection.execute(insert(decisions), [row])
    return before


def choices(connection: Connection) -> dict[Key, Choice]:
    """Every choice of an attempt, by student and assignment."""
    rows = connection.execute(select(decisions).where(decisions.c.kind == _ATTEMPT))
    return {
        (row.student, row.assignment): Choice(row.rests_on, row.text, row.author, aware(row.made_at)) for row in rows
    }


def forget(connection: Connection, student: str) -> None:
    """Remove what was decided of a student."""
    connection.execute(delete(decisions).where(decisions.c.student == student))
