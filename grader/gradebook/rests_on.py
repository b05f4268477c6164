"""What grades were judged from: each packed transcript once, however many rest on it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol, TypeVar

import msgspec
from sqlalchemy import Connection, select

from grader.gradebook.database import AT_ONCE
from grader.gradebook.schema import grades, transcripts

NAME = ("student", "assignment", "submission_sha256", "rubric_sha256")  # what the grades of one hand-in share
TOGETHER = 200  # transcripts that are read in one question, and held in memory


Name = tuple[str, str, str, str]


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


class NameOfGrade(msgspec.Struct, frozen=True):
    """As much of a grade as names it: of a class these are held, and no grades."""

    student: str
    assignment: str
    submission_sha256: str
    rubric_sha256: str


def name_of(grade: Named) -> Name:
    """The parts of `NAME`, the last one shared by all of an assignment."""
    return grade.student, grade.assignment, grade.submission_sha256, sys.intern(grade.rubric_sha256)


AGrade = TypeVar("AGrade", bound=Named)


def resting_on(connection: Connection, wanted: Iterable[AGrade]) -> dict[str, list[AGrade]]:
    """The grades that rest, as they were made last, on each transcript, by its digest."""
    named = {name_of(each): each for each in wanted}
    key = [grades.c[name] for name in NAME]
    here = grades.c.assignment.in_({assignment for _, assignment, _, _ in named})
    resting: dict[str, list[AGrade]] = defaultdict(list)
    query = select(*key, grades.c.transcript_sha256).where(here).order_by(*key, grades.c.graded_at)
    with connection.execute(query, execution_options=AT_ONCE) as rows:
        for name, of_one in groupby(rows, lambda row: row[:4]):
            *_, newest = of_one
            if newest.transcript_sha256 and (grade := named.get(name)) is not None:
                resting[newest.transcript_sha256].append(grade)
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
