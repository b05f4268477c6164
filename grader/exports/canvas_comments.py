"""Comments for Canvas: files under the names that its download gave out, which “Upload Submissions” takes back.

Canvas reads the two numbers in a name, the person's and the attachment's, and shows the file to the student under the
attachment's name: so it is written as a file of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from grader.collect.layouts import downloads
from grader.errors import UsageError
from grader.exports.feedback_text import in_form_of
from grader.exports.feedback_zip import Slot

_READABLE = {".py", ".ipynb", ".txt"}


def slots(paths: Sequence[Sequence[str]], is_meant: Callable[[str], bool]) -> list[Slot]:
    """One attachment of each person: a file that is meant for the assignment, or else any that text can stand in."""
    found: dict[str, list[tuple[bool, str, Slot]]] = {}
    for path in paths:
        said = downloads.CANVAS.read(path)
        if said is None or PurePosixPath(path[-1]).suffix.casefold() not in _READABLE:
            continue
        slot = Slot({said.person}, path[-1], path[-1])
        found.setdefault(said.person, []).append((is_meant(said.rest[-1]), said.order, slot))
    if not found:
        raise UsageError(
            "it holds no file that comments can go back in", remedy="in Canvas: the assignment → Download Submissions"
        )
    return [max(of_person, key=lambda each: each[:2])[2] for of_person in found.values()]


def files(slot: Slot, text: str) -> Mapping[str, str]:
    """The text under the name that was downloaded."""
    return {slot.path: in_form_of(PurePosixPath(slot.path).suffix.casefold(), text)}
