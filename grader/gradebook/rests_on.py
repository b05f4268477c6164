"""What grades were judged from: each packed transcript once, however many rest on it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, select

from grader.gradebook.database import AT_ONCE
from grader.gradebook.schema import grades, transcripts

TOGETHER = 200  # transcripts that are read in one question, and held in memory


class Named(Protocol):
    """A grade, or as much of it as names it."""

    @property
    def student(self) -> str:
        """Whose it is."""

    @property
    def assignment(self) -> str:
        """For what."""

    @property
    def submission_sha256(self) -> str:
        """Of what was handed in."""

    @property
    def rubric_sha256(self) -> str:
        """By which it was made."""


@dataclass(frozen=True, slots=True)
class NameOfGrade:
    """As much of a grade as names it: of a class these are held, and no grades."""

    student: str
    assignment: str
    submission_sha256: str
    rubric_sha256: str


def name_of(grade: Named) -> tuple[str, str, str, str]:
    """Its parts, the last one shared by all of an assignment."""
    return grade.student, grade.assignment, grade.submission_sha256, sys.intern(grade.rubric_sha256)


AGrade = TypeVar("AGrade", bound=Named)


def resting_on(connection: Connection, wanted: Iterable[AGrade]) -> dict[str, list[AGrade]]:
    """The grades that rest on each transcript, by its digest; none of grades that rest on none."""
    named = {name_of(each): each for each in wanted}
    columns = (grades.c.student, grades.c.assignment, grades.c.submission_sha256, grades.c.rubric_sha256)
    here = grades.c.assignment.in_({assignment for _, assignment, _, _ in named})
    resting: dict[str, list[AGrade]] = defaultdict(list)
    query = select(*columns, grades.c.transcript_sha256).where(grades.c.transcript_sha256 != "", here)
    with connection.execute(query, execution_options=AT_ONCE) as rows:
        for *key, digest in rows:
            if (grade := named.get((key[0], key[1], key[2], key[3]))) is not None:
                resting[digest].append(grade)
    return resting


class Packed(NamedTuple):
    """A transcript as it is kept."""

    difference: bytes = b""
    behaviour_sha256: str = ""


def packed_of(connection: Connection, digests: Sequence[str]) -> list[tuple[str, Packed]]:
    """Some transcripts as they are packed, each with its digest."""
    told = (transcripts.c.sha256, transcripts.c.difference, transcripts.c.behaviour_sha256)
    rows = connection.execute(select(*told).where(transcripts.c.sha256.in_(digests)))
    return [(digest, Packed(difference, behaviour)) for digest, difference, behaviour in rows]
