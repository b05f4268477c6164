"""Takes the bytes of one file, and nothing but a regular file of bearable size.

Nothing is imported, compiled or parsed here: the text is untrusted.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from grader.records import Limits, SourceKind, Status, Submission

SUFFIXES = {".py": SourceKind.PYTHON, ".ipynb": SourceKind.NOTEBOOK}


def take_file(path: Path, *, student: str, assignment: str, limits: Limits) -> Submission:
    """The submission in a file; `rejected` with a sentence where the file is no fit hand-in."""
    kind = SUFFIXES[path.suffix]
    size_kib = limits.notebook_kib if kind is SourceKind.NOTEBOOK else limits.source_kib
    try:
        source = _bytes_of(path, size_kib << 10)
    except _Unfit as unfit:
        return refused(student, assignment, f"{path.name} {unfit}", filename=path.name)
    except OSError as trouble:
        return refused(student, assignment, f"{path.name} cannot be read: {trouble.strerror}.", filename=path.name)
    if not source.strip():
        return nothing(student, assignment, f"{path.name} is empty. Hand in your file with the functions in it.")
    return Submission(student, assignment, path.name, kind, source)


def refused(student: str, assignment: str, why: str, *, filename: str = "") -> Submission:
    """A hand-in that was not taken."""
    return Submission(student, assignment, filename, SourceKind.PYTHON, b"", Status.REJECTED, why)


def nothing(student: str, assignment: str, why: str) -> Submission:
    """No hand-in."""
    return Submission(student, assignment, "", SourceKind.PYTHON, b"", Status.MISSING, why)


class _Unfit(Exception):  # noqa: N818 - a reason that is told to the student
    pass


def _bytes_of(path: Path, most: int) -> bytes:
    # O_NONBLOCK: opening a FIFO must not wait for a writer.  fstat on what was opened, not on the name.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as trouble:
        if path.is_symlink():
            raise _Unfit("is a link. Hand in the file itself.") from None
        raise trouble from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _Unfit("is no ordinary file. Hand in the file itself.")
        if status.st_nlink > 1:
            raise _Unfit("is a hard link to another file. Hand in a file of its own.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            source = file.read(most + 1)
    finally:
        os.close(descriptor)
    if len(source) > most:
        raise _Unfit(f"is larger than {most >> 10} KiB. Hand in your code without data or output.")
    return source
