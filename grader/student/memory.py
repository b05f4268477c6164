"""What is remembered of a student's checks, in the course's cache: what passed last, and which hints were told.

It only informs: where it cannot be read or written, or is damaged, there simply is none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec

from grader.collect.places import OnDisk, Unfit
from grader.course.folder import Course
from grader.files import make_private_folder, write_whole
from grader.records import Grade, Judgement

_NAME = "student.json"
_LARGEST = 256 << 10  # bytes
_MOST_HINTS = 200  # of an assignment


class Last(msgspec.Struct, frozen=True):
    """Of the last check of an assignment, what passed; and the hints that were told of it, the oldest first."""

    rubric: str = ""
    passed: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Memory(msgspec.Struct, frozen=True):
    """What is remembered of each assignment."""

    assignments: dict[str, Last] = {}

    def of(self, assignment: str) -> Last:
        """What is remembered of one; nothing of one that was never checked."""
        return self.assignments.get(assignment, Last())


class Progress(msgspec.Struct, frozen=True):
    """What is otherwise than at the check before."""

    more: tuple[Judgement, ...] = ()  # passed now and not before
    less: tuple[Judgement, ...] = ()  # passed before and not now


NOTHING_CHANGED = Progress()


def progress(grade: Grade, last: Last) -> Progress:
    """What changed since the last check; nothing where there was none, by another rubric, or nothing could be run."""
    if last.rubric != grade.rubric_sha256 or not grade.was_run:
        return NOTHING_CHANGED
    return Progress(
        tuple(each for each in grade.judgements if each.passed and each.id not in last.passed),
        tuple(each for each in grade.judgements if each.lost and each.id in last.passed),
    )


def recall(course: Course) -> Memory:
    """What was remembered; nothing where that is damaged, or not there."""
    try:
        return msgspec.json.decode(OnDisk(course.cache / _NAME).read(_LARGEST), type=Memory)
    except (Unfit, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Memory()


def remember_checks(course: Course, grades: Sequence[Grade]) -> None:
    """Keep what passed, of each file that could be run."""
    memory = recall(course)
    checked = {each.assignment: _after(each, memory.of(each.assignment)) for each in grades if each.was_run}
    _keep(course, memory.assignments | checked)


def remember_hints(course: Course, assignment: str, hints: Sequence[str]) -> None:
    """Keep which hints were told."""
    memory = recall(course)
    last = msgspec.structs.replace(memory.of(assignment), hints=tuple(hints)[-_MOST_HINTS:])
    _keep(course, memory.assignments | {assignment: last})


def _after(grade: Grade, last: Last) -> Last:
    passed = tuple(each.id for each in grade.judgements if each.passed)
    return Last(grade.rubric_sha256, passed, tuple(key for key in last.hints if key.partition(":")[0] not in passed))


def _keep(course: Course, assignments: dict[str, Last]) -> None:
    known = course.assignment_ids()
    kept = Memory({name: last for name, last in assignments.items() if name in known})
    with contextlib.suppress(OSError):  # a folder that is read-only, a full disk
        make_private_folder(course.cache)
        write_whole(course.cache / _NAME, msgspec.json.format(msgspec.json.encode(kept), indent=1))
