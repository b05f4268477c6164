"""Feedback files for Moodle: a folder for each participant of the grading worksheet, as its own downloads name them.

Moodle reads the number of a participant and the name of the plugin; the name in front is ours to choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.exports.feedback_zip import Slot
from grader.exports.moodle_worksheet import participants


def slots(rows: Sequence[Sequence[str]]) -> list[Slot]:
    """A folder for each participant.  Raises `UsageError` where the table is no worksheet."""
    return [
        Slot(each.ids, f"Participant_{each.number}_assignsubmission_file", f"{each.name}, {each.number}", each.line)
        for each in participants(rows)
    ]


def files(slot: Slot, text: str, page: bytes | None, assignment: str) -> Mapping[str, str | bytes]:
    """The text, and the page that the student was given, where one was published."""
    shown = {} if page is None else {f"{slot.path}/{assignment}.html": page}
    return {f"{slot.path}/feedback.txt": text, **shown}
