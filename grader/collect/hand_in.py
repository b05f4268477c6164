"""One hand-in: its bytes as a `Submission`, or listed without them, to be read again when they are due."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from grader.collect.names import SUFFIXES, most_bytes
from grader.collect.places import InMemory, OnDisk, Place, Unfit, written_at
from grader.records import Decision, Limits, Notice, SourceKind, Status, Submission, Trouble, TroubleKind


def take_file(path: Path, *, student: str, assignment: str, limits: Limits) -> Submission:
    """The submission in a file; `rejected` with the reason where the file is no fit hand-in."""
    return take(path.name, OnDisk(path), student=student, assignment=assignment, limits=limits)


def take(name: str, place: Place, *, student: str, assignment: str, limits: Limits, filename: str = "") -> Submission:
    """The submission in a source file of that name, wherever it lies; it goes on as `filename`, if that is another."""
    filename = filename or name
    suffix = PurePosixPath(filename).suffix
    try:
        source = place.read(most_bytes(suffix, limits))
    except Unfit as unfit:
        return refused(student, assignment, named(unfit, name), filename=filename)
    if not source.strip():
        return nothing(student, assignment, Trouble(TroubleKind.EMPTY, name))
    return Submission(student, assignment, filename, SUFFIXES[suffix], source)


def named(unfit: Unfit, name: str) -> Trouble:
    """The trouble of the file of that name."""
    return replace(unfit.trouble, name=name)


def refused(student: str, assignment: str, why: Trouble, *, filename: str = "") -> Submission:
    """A hand-in that was not taken."""
    return Submission(student, assignment, filename, SourceKind.PYTHON, b"", Status.REJECTED, why)


def nothing(student: str, assignment: str, why: Trouble) -> Submission:
    """No hand-in."""
    return Submission(student, assignment, "", SourceKind.PYTHON, b"", Status.MISSING, why)


class HandIn(msgspec.Struct, frozen=True):
    """A hand-in as it was listed: all of its `Submission` but the bytes, of which it has size, digest and place."""

    student: str
    assignment: str
    filename: str
    kind: SourceKind
    status: Status
    trouble: Trouble | None
    sha256: str = ""  # of the bytes; empty where there are none
    size: int = 0
    place: Place | None = None
    notices: tuple[Notice, ...] = ()
    extended_until: datetime | None = None
    decisions: tuple[Decision, ...] = ()
    earlier: tuple[HandIn, ...] = ()  # attempts before it, the oldest first, each with its time

    @property
    def handed_in_at(self) -> datetime | None:
        """When it was written, as its file or archive says; None where nothing does."""
        return written_at(self.place)

    def submission(self) -> Submission:
        """The bytes, read now; `regrade_needed` where they are not those that were listed."""
        if self.place is None:
            return Submission(self.student, self.assignment, self.filename, self.kind, b"", self.status, self.trouble)
        try:
            source = self.place.read(self.size)
        except Unfit:
            source = b""
        if hashlib.sha256(source).hexdigest() != self.sha256:
            why = Trouble(TroubleKind.CHANGED, self.filename)
            return Submission(self.student, self.assignment, self.filename, self.kind, b"", Status.REGRADE_NEEDED, why)
        return Submission(self.student, self.assignment, self.filename, self.kind, source, notices=self.notices)


def with_names_as_text(hand_in: HandIn) -> HandIn:
    r"""The same with what is told of it fit to be written down: of a name that is no text, `\udce9` for a byte."""
    if hand_in.trouble is None and not hand_in.notices and not hand_in.earlier and hand_in.filename.isascii():
        return hand_in
    notices = tuple(_as_text(each) for each in hand_in.notices)
    trouble = None if hand_in.trouble is None else _as_text(hand_in.trouble)
    earlier = tuple(map(with_names_as_text, hand_in.earlier))
    filename = _readable(hand_in.filename)
    return replace(hand_in, filename=filename, notices=notices, trouble=trouble, earlier=earlier)


_Told = TypeVar("_Told", Notice, Trouble)


def _as_text(told: _Told) -> _Told:
    texts = {
        name: tuple(map(_readable, value)) if isinstance(value, tuple) else _readable(value)
        for name, value in msgspec.structs.asdict(told).items()
        if type(value) in {str, tuple}
    }
    return replace(told, **texts)


def _readable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def listed(submission: Submission, place: Place | None = None) -> HandIn:
    """A submission as it is listed, with the place where its bytes can be had again."""
    return HandIn(
        student=submission.student,
        assignment=submission.assignment,
        filename=submission.filename,
        kind=submission.kind,
        status=submission.status,
        trouble=submission.trouble,
        sha256=submission.sha256 if submission.source else "",
        size=len(submission.source),
        place=place if submission.source else None,
        notices=submission.notices,
    )


def at_hand(submission: Submission) -> HandIn:
    """A submission as it is listed that keeps its bytes in memory: for classes that lie nowhere."""
    return listed(submission, InMemory(submission.source))
