"""A grade on its way into the gradebook, with what was handed in and recorded; and as it is kept there."""

from __future__ import annotations

from datetime import datetime

import msgspec

from grader.gradebook.attempts import Attempt
from grader.gradebook.shelf import Shelf
from grader.records import Grade, Status, packed_grade, unpacked_grade


class Entry(msgspec.Struct, frozen=True):
    """A grade, the packed transcript that it was judged from (empty where there is none), and what was handed in.

    `unsearched` where searches may name a mistake of it: what comes from the gradebook may always be.
    """

    grade: Grade
    transcript: bytes = b""
    behaviour_sha256: str = ""
    attempt: Attempt | None = None
    source: bytes = b""
    unsearched: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """Whose it is, and for what."""
        return self.grade.student, self.grade.assignment

    def without_bytes(self) -> Entry:
        """What a class needs of it once it is kept."""
        return Entry(self.grade, b"", self.behaviour_sha256)


class Kept(msgspec.Struct, frozen=True):
    """A grade that is kept, and the packed transcript that it was judged from; empty where there is none."""

    grade: Grade
    difference: bytes
    graded_at: datetime
    stood: bool = True


class _Shelved(msgspec.Struct, array_like=True):
    grade: bytes
    behaviour_sha256: str


def shelf_of_entries() -> Shelf[Entry]:
    """A shelf for entries without their bytes."""
    return Shelf(_packed, _unpacked)


def _packed(entry: Entry) -> bytes:
    return msgspec.msgpack.encode(_Shelved(packed_grade(entry.grade), entry.behaviour_sha256))


def _unpacked(data: bytes) -> Entry:
    kept = msgspec.msgpack.decode(data, type=_Shelved)
    return Entry(unpacked_grade(kept.grade), b"", kept.behaviour_sha256)


def is_final(grade: Grade) -> bool:
    """Whether grading the same bytes by the same rubric again would change nothing."""
    return grade.status is not Status.REGRADE_NEEDED
