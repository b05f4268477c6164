"""Which grade a page for staff shows: a mark in its head tells, so that a page of another one is known as such.

The gradebook may have moved on without the folder of pages: several folders can be graded into one, and a backup can
take its place.  Only pages for staff have the mark, since it rests on what students may not know yet.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec

from grader.records import Grade

_HEAD = 4096  # bytes of a page in which the mark stands
_MARK = re.compile(rb'<meta name="grade" content="([0-9a-f]{64})">')


def mark_of(grade: Grade) -> str:
    """A digest of what a page says of a grade, as far as that can be another one for the same hand-in."""
    criteria = [(each.id, each.points, each.max_points, each.verdict) for each in grade.judgements]
    hand_in = (grade.student, grade.assignment, grade.submission_sha256, grade.rubric_sha256)
    given = (grade.status, criteria, grade.late, grade.decisions, grade.attempts)
    return hashlib.sha256(msgspec.msgpack.encode((hand_in, given))).hexdigest()


def shows(page: Path, grade: Grade) -> bool:
    """Whether a page for staff is there and shows this grade."""
    try:
        with page.open("rb") as file:
            found = _MARK.search(file.read(_HEAD))
    except OSError:
        return False
    return found is not None and found[1].decode() == mark_of(grade)
