"""Feedback for a whole class in one zip, each file where the place looks for its student: by ids of the place alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from grader.errors import UsageError
from grader.exports.sheets import grade_of, ids_of, require_told_apart
from grader.records import Grade, Person

AT_NO_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same feedback is the same file


class Slot(msgspec.Struct, frozen=True):
    """Where the feedback for one student goes, and the ids that the place knows them by."""

    ids: Collection[str]
    path: str
    called: str
    line: int = 0  # of the table that it stands in, if it is one


@dataclass(slots=True)
class Packed:
    """The zip, and what a person should know of it."""

    data: bytes = b""
    written: int = 0
    without_grade: list[str] = field(default_factory=list)  # slots
    without_slot: list[str] = field(default_factory=list)  # students


def pack(
    slots: Sequence[Slot],
    grades: Sequence[Grade],
    people: Sequence[Person],
    files: Callable[[Slot, Grade], Mapping[str, str | bytes]],
) -> Packed:
    """A file for each grade that has a slot; `files` are names and texts of what goes there.

    Raises `UsageError` where a slot is not one student's for sure or not the only one, or none is anybody's.
    """
    by_student = {grade.student: grade for grade in grades}
    known = ids_of(people)
    chosen = [(slot, grade_of(slot.ids, by_student, known, slot.called)) for slot in slots]
    met: dict[str, list[str]] = {}
    for slot, grade in chosen:
        if grade is not None:
            met.setdefault(grade.student, []).append(f"line {slot.line}" if slot.line else slot.called)
    require_told_apart(met, "places", "download it again, and keep one for each person")
    packed = Packed()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for slot, grade in chosen:
            if grade is None or not grade.has_score:  # what was not handed in, or refused, is no zero
                packed.without_grade.append(slot.called)
                continue
            packed.written += 1
            for path, text in files(slot, grade).items():
                archive.writestr(zipfile.ZipInfo(path, AT_NO_TIME), text, zipfile.ZIP_DEFLATED)
    if not packed.written:
        raise UsageError(
            "not one person in it has a grade: it is of another course, or people have other ids there",
            remedy="download it from the course that was graded, and import its class list: `grader roster import`",
        )
    packed.without_slot = [student for student in by_student if student not in met]
    packed.data = out.getvalue()
    return packed
