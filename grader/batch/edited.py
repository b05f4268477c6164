"""What somebody changed by hand where only `grader` writes: it counts nowhere, and that has to be said."""

from __future__ import annotations

import hashlib

from grader.batch.outputs import Outputs
from grader.files import write_whole
from grader.gradebook.database import is_there
from grader.gradebook.store import open_gradebook
from grader.records import Key


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


def undecided(outputs: Outputs) -> tuple[Key, ...]:
    """Grades that were made before a person's last decision about them, and do not count it yet."""
    if not is_there(outputs.gradebook):
        return ()
    gradebook = open_gradebook(outputs.gradebook)
    try:
        made = gradebook.decisions()
        latest = gradebook.latest() if made else {}
        return tuple(
            key for key, decisions in made.items() if key in latest and latest[key].grade.decisions != decisions
        )
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
