"""Which kept grades a new one takes the place of: one command keeps one, and what gives the same needs no third row."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from grader.gradebook.attempts import aware
from grader.gradebook.rests_on import NAME, Name
from grader.gradebook.schema import grades
from grader.records import Grade


class Given(NamedTuple):
    """As much of a kept grade as says when it was made, and what it gives."""

    graded_at: datetime
    given_sha256: str  # empty where an older version kept it


def given_sha256(grade: Grade) -> str:
    """Of what a grade gives: equal for grades between which nothing moved."""
    criteria = sorted((each.id, each.points, each.max_points, each.verdict) for each in grade.judgements)
    given = (grade.status, grade.score, grade.max_score, criteria)
    return hashlib.sha256(msgspec.msgpack.encode(given)).hexdigest()


def rows_of(connection: Connection, names: Collection[Name]) -> Mapping[Name, list[Given]]:
    """What is kept of each hand-in of these students and assignments by each rubric."""
    found: dict[Name, list[Given]] = defaultdict(list)
    students, assignments = ({name[part] for name in names} for part in (0, 1))
    told = select(*(grades.c[column] for column in (*NAME, *Given._fields)))
    query = told.where(grades.c.student.in_(students), grades.c.assignment.in_(assignments))
    for student, assignment, submission, rubric, graded_at, given in connection.execute(query):
        found[student, assignment, submission, rubric].append(Given(aware(graded_at), given))
    return found


def replaced(kept: Iterable[Given], given: str, since: datetime) -> list[Given]:
    """Those in the place of which a grade that gives `given` is kept by a command that began at `since`.

    Of grades in a row that give the same the first and the last are kept: the first, since what follows may yet turn
    out to give something else before the command ends.
    """
    in_order = sorted(kept)
    before = [each for each in in_order if each.graded_at < since]
    again = before[-1:] if [each.given_sha256 for each in before[-2:]] == [given, given] else []
    return again + in_order[len(before) :]
