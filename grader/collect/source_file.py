"""Takes the bytes of one file, and nothing but a regular file of bearable size.

Nothing is imported, compiled or parsed here: the text is untrusted.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.records import Limits, SourceKind, Status, Submission

SUFFIXES = {".py": SourceKind.PYTHON, ".ipynb": SourceKind.NOTEBOOK}


class Unfit(Exception):  # noqa: N818 - a reason that is told to the student, not an error of ours
    """Why bytes are not taken: the rest of a sentence that begins with the name of the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file where it lies, in a folder or in an archive.  `read` takes at most so many bytes, or raises `Unfit`."""

    name: str
    read: Callable[[int], bytes]


def most_bytes(suffix: str, limits: Limits) -> int:
    """How large a file of that suffix may be; an archive as large as the largest of them."""
    return (limits.source_kib if suffix == ".py" else limits.notebook_kib) << 10


def take_file(path: Path, *, student: str, assignment: str, limits: Limits) -> Submission:
    """The submission in a file; `rejected` with a sentence where the file is no fit hand-in."""
    return take(source_at(path), student=student, assignment=assignment, limits=limits)


def take(file: Source, *, student: str, assignment: str, limits: Limits) -> Submission:
    """The submission in a source file, wherever it lies."""
    suffix = Path(file.name).suffix
    try:
        source = file.read(most_bytes(suffix, limits))
    except Unfit as unfit:
        return refused(student, assignment, f"{file.name} {unfit}", filename=file.name)
    if not source.strip():
        return nothing(student, assignment, f"{file.name} is empty. Hand in your file with the functions in it.")
    return Submission(student, assignment, file.name, SUFFIXES[suffix], source)


def source_at(path: Path) -> Source:
    """The file under a path; it is opened when it is read."""
    return Source(path.name, partial(_bytes_of, path))


def refused(student: str, assignment: str, why: str, *, filename: str = "") -> Submission:
    """A hand-in that was not taken."""
    return Submission(student, assignment, filename, SourceKind.PYTHON, b"", Status.REJECTED, why)


def nothing(student: str, assignment: str, why: str) -> Submission:
    """No hand-in."""
    return Submission(student, assignment, "", SourceKind.PYTHON, b"", Status.MISSING, why)


def too_large(most: int) -> Unfit:
    """The refusal of a file of more bytes."""
    return Unfit(f"is larger than {most >> 10} KiB. Hand in your code without data or output.")


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        source = _opened(path, most)
    except OSError as trouble:
        raise Unfit(f"cannot be read: {trouble.strerror}.") from None
    if len(source) > most:
        raise too_large(most)
    return source


def _opened(path: Path, most: int) -> bytes:
    """The bytes, one more than allowed at most."""
    # O_NONBLOCK: opening a FIFO must not wait for a writer.  fstat on what was opened, not on the name.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as trouble:
        if path.is_symlink():
            raise Unfit("is a link. Hand in the file itself.") from None
        raise trouble from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unfit("is no ordinary file. Hand in the file itself.")
        if status.st_nlink > 1:
            raise Unfit("is a hard link to another file. Hand in a file of its own.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(descriptor)
