"""What grades were judged from: each packed transcript once, however many rest on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

from sqlalchemy import Connection, select

from grader.gradebook.database import AT_ONCE
from grader.gradebook.schema import grades, transcripts

_AT_ONCE = 200  # transcripts that are read in one question, and held in memory


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


AGrade = TypeVar("AGrade", bound=Named)


def differences_of(connection: Connection, wanted: Iterable[AGrade]) -> Iterator[tuple[list[AGrade], bytes]]:
    """Each transcript that some grades rest on, packed, with these grades; none of grades that rest on none."""
    named = {(each.student, each.assignment, each.submission_sha256, each.rubric_sha256): each for each in wanted}
    columns = (grades.c.student, grades.c.assignment, grades.c.submission_sha256, grades.c.rubric_sha256)
    resting: dict[str, list[AGrade]] = defaultdict(list)
    query = select(*columns, grades.c.transcript_sha256).where(grades.c.transcript_sha256 != "")
    with connection.execute(query, execution_options=AT_ONCE) as rows:
        for *key, digest in rows:
            if (grade := named.get((key[0], key[1], key[2], key[3]))) is not None:
                resting[digest].append(grade)
    left = iter(sorted(resting))
    while some := list(islice(left, _AT_ONCE)):
        packed = select(transcripts.c.sha256, transcripts.c.difference).where(transcripts.c.sha256.in_(some))
        for digest, difference in connection.execute(packed).all():
            yield resting[digest], difference
