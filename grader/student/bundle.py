"""The hand-in: one archive with a student's files for all assignments, and what is to be said of each.

It is read back as the grader will read it before it is written, so that what is said to be in it is.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.collect.candidates import choose
from grader.collect.names import BUNDLE, SUFFIXES, reading
from grader.collect.places import InMemory
from grader.collect.tree import Entry, Kind
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import GraderError
from grader.grading.grade import Graded
from grader.records import Ending, Grade, SourceKind, Status, Submission
from grader.student.checking import Checked
from grader.student.own_imports import missing_modules

ARCHIVE = f"{BUNDLE}.zip"

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files are the same archive
_FOR_ALL = 0o644 << 16
_MOST_BESIDE = 5  # files that are named


class Packed(msgspec.Struct, frozen=True):
    """A file of the hand-in, and what to look at before it is handed in."""

    name: str  # in the archive
    source: bytes
    here: str  # what the file is called where it lies
    grade: Grade
    assignment: Assignment
    unwritten: tuple[str, ...]  # functions that are not there yet
    own_modules: tuple[str, ...]  # files beside it that it imports
    other_modules: tuple[str, ...]  # that will not be there


class Bundle(msgspec.Struct, frozen=True):
    """What is in a hand-in, and what is not: files that were not taken, assignments not begun, other files of code."""

    packed: tuple[Packed, ...]
    not_taken: tuple[Grade, ...]
    not_begun: tuple[str, ...]
    beside: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """The archive.  Raises `GraderError` where it would not be read as it was written."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for each in self.packed:
                info = zipfile.ZipInfo(each.name, _LONG_AGO)
                info.create_system, info.external_attr = 3, _FOR_ALL  # as on Unix, wherever it is made
                archive.writestr(info, each.source)
        data = file.getvalue()
        for each in self.packed:
            _require_read_back(each, data)
        return data


def bundle(checked: Sequence[tuple[Submission, Checked]], course: Course, here: Path, *, whole: bool) -> Bundle:
    """The hand-in of files that were checked; a `whole` one is of all assignments of the course."""
    taken = [(own, each) for own, each in checked if each.graded.grade.status is Status.GRADED]
    begun = {own.assignment for own, _ in checked}
    known = course.assignment_ids()
    return Bundle(
        packed=tuple(_packed(own, each, {here, course.root}) for own, each in taken),
        not_taken=tuple(each.graded.grade for _, each in checked if each.graded.grade.status is not Status.GRADED),
        not_begun=tuple(each for each in known if whole and each not in begun),
        beside=tuple(sorted(_code_beside(here, known)))[:_MOST_BESIDE],
    )


def _packed(own: Submission, checked: Checked, folders: Collection[Path]) -> Packed:
    assignment = checked.prepared.assignment
    missing = missing_modules(own, assignment)
    beside = [name for name in missing if any(_is_module(folder, name) for folder in folders)]
    notice = next((each.name for each in own.notices if each.name != own.filename), "")
    return Packed(
        name=f"{assignment.id}{'.ipynb' if own.kind is SourceKind.NOTEBOOK else '.py'}",
        source=own.source,
        here=notice or own.filename,
        grade=checked.graded.grade,
        assignment=assignment,
        unwritten=tuple(_unwritten(checked.graded, assignment)),
        own_modules=tuple(beside),
        other_modules=tuple(name for name in missing if name not in beside),
    )


def _unwritten(graded: Graded, assignment: Assignment) -> Iterator[str]:
    """Functions of which there is nothing yet, whatever they were asked."""
    outcomes = {} if graded.transcript is None or not graded.transcript.loaded else graded.transcript.outcomes
    for function in assignment.functions:
        endings = {outcome.ending for call, outcome in outcomes.items() if call.function == function}
        if endings == {Ending.MISSING}:
            yield function


def _is_module(folder: Path, name: str) -> bool:
    return any(os.path.exists(folder / each) for each in (f"{name}.py", name))  # noqa: PTH110 - any name will do


def _code_beside(folder: Path, known: Collection[str]) -> Iterator[str]:
    """Files of code that are meant for no assignment."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
    except OSError:  # it may be entered and not be listed
        return
    for name in names:
        if name.endswith(tuple(SUFFIXES)) and not name.startswith(".") and reading(name, known) is None:
            yield name


def _require_read_back(packed: Packed, data: bytes) -> None:
    entry = Entry((ARCHIVE,), Kind.FILE, InMemory(data))
    read = choose("you", packed.assignment, [entry], InMemory).submission()
    if read.source != packed.source:
        raise GraderError(
            f"{packed.name} could not be read back from the archive",
            remedy="hand in the file itself, and tell your teacher",
        )
