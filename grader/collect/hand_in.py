"""One hand-in: its bytes as a `Submission`, or listed without them, to be read again when they are due."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from grader.collect.places import InMemory, OnDisk, Place, Unfit
from grader.records import Limits, SourceKind, Status, Submission, Trouble, TroubleKind

SUFFIXES = {".py": SourceKind.PYTHON, ".ipynb": SourceKind.NOTEBOOK}


def most_bytes(suffix: str, limits: Limits) -> int:
    """How large a file of that suffix may be; an archive as large as the largest of them."""
    return (limits.source_kib if suffix == ".py" else limits.notebook_kib) << 10


def take_file(path: Path, *, student: str, assignment: str, limits: Limits) -> Submission:
    """The submission in a file; `rejected` with the reason where the file is no fit hand-in."""
    return take(path.name, OnDisk(path), student=student, assignment=assignment, limits=limits)


def take(name: str, place: Place, *, student: str, assignment: str, limits: Limits) -> Submission:
    """The submission in a source file of that name, wherever it lies."""
    suffix = PurePosixPath(name).suffix
    try:
        source = place.read(most_bytes(suffix, limits))
    except Unfit as unfit:
        return refused(student, assignment, named(unfit, name), filename=name)
    if not source.strip():
        return nothing(student, assignment, Trouble(TroubleKind.EMPTY, name))
    return Submission(student, assignment, name, SUFFIXES[suffix], source)


def named(unfit: Unfit, name: str) -> Trouble:
    """The trouble of the file of that name."""
    return msgspec.structs.replace(unfit.trouble, name=name)


def refused(student: str, assignment: str, why: Trouble, *, filename: str = "") -> Submission:
    """A hand-in that was not taken."""
    return Submission(student, assignment, filename, SourceKind.PYTHON, b"", Status.REJECTED, why)


def nothing(student: str, assignment: str, why: Trouble) -> Submission:
    """No hand-in."""
    return Submission(student, assignment, "", SourceKind.PYTHON, b"", Status.MISSING, why)


@dataclass(frozen=True, slots=True)
class HandIn:
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
        return Submission(self.student, self.assignment, self.filename, self.kind, source)


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
    )


def at_hand(submission: Submission) -> HandIn:
    """A submission as it is listed that keeps its bytes in memory: for classes that lie nowhere."""
    return listed(submission, InMemory(submission.source))
