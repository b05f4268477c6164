"""What somebody changed by hand where only `grader` writes: it counts nowhere, and that has to be said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from grader.batch.outputs import Outputs
from grader.files import write_whole
from grader.gradebook.database import is_there
from grader.gradebook.replaced import given_sha256
from grader.gradebook.store import open_gradebook
from grader.records import Grade, Key


def note_written(outputs: Outputs) -> None:
    """Keep the digest of the results as they were written."""
    write_whole(outputs.cache / "results.sha256", _digest(outputs))


def results_were_edited(outputs: Outputs) -> bool:
    """Whether the results are others than were written; False where that is not known any more."""
    try:
        written = (outputs.cache / "results.sha256").read_text(encoding="ascii")
        return written != _digest(outputs)
    except (OSError, UnicodeDecodeError):
        return False


def _digest(outputs: Outputs) -> str:
    with outputs.results.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Behind(msgspec.Struct, frozen=True):
    """Whose grades are not those of now."""

    decided: tuple[Key, ...] = ()  # a person decided something since, that no grade counts yet
    given: tuple[Key, ...] = ()  # the gradebook has another grade than the results


def behind(outputs: Outputs, grades: Iterable[Grade]) -> Behind:
    """What grades that go out do not hold yet.  The gradebook can have been graded into from another folder."""
    if not is_there(outputs.gradebook):
        return Behind()
    gradebook = open_gradebook(outputs.gradebook)
    try:
        made, latest = gradebook.decisions(), gradebook.latest()
        decided = tuple(key for key, by in made.items() if key in latest and latest[key].grade.decisions != by)
        keys = {(each.student, each.assignment): given_sha256(each) for each in grades}
        given = (key for key, sha256 in keys.items() if key in latest and given_sha256(latest[key].grade) != sha256)
        return Behind(decided, tuple(given))
    finally:
        gradebook.close()


def edited_rows(outputs: Outputs) -> tuple[Key, ...]:
    """Grades of the gradebook of which a column says something else than the grade itself, which is what counts."""
    if not is_there(outputs.gradebook):
        return ()
    gradebook = open_gradebook(outputs.gradebook)
    try:
        return gradebook.edited()
    finally:
        gradebook.close()
