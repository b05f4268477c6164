"""Where bytes are read from: a file on the disk, or what was taken out of an archive.

Nothing is imported, compiled or parsed here: the text is untrusted.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from grader.errors import StorageError
from grader.records import Trouble, TroubleKind


class Unfit(Exception):  # noqa: N818 - a reason that is told to the student, not an error of ours
    """Why bytes are not taken.  Who knows the name of the file adds it."""

    def __init__(self, kind: TroubleKind, *, number: int = 0, reason: str = "") -> None:
        super().__init__(kind)
        self.trouble = Trouble(kind, number=number, reason=reason)


class Place(Protocol):
    """Where bytes lie.  It can be handed to a process that was forked, and read there."""

    def read(self, most: int) -> bytes:
        """The bytes, so many at most.  Raises `Unfit`."""


Keep = Callable[[bytes], Place]


def too_large(most: int) -> Unfit:
    """The refusal of a file of more bytes."""
    return Unfit(TroubleKind.TOO_LARGE, number=most >> 10)


@dataclass(frozen=True, slots=True)
class InMemory:
    """Bytes that are at hand."""

    data: bytes

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        if len(self.data) > most:
            raise too_large(most)
        return self.data


@dataclass(frozen=True, slots=True)
class Dated:
    """Bytes of which an archive says when they were written."""

    place: Place
    at: datetime

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        return self.place.read(most)


@dataclass(frozen=True, slots=True)
class Undated:
    """Bytes of which nothing tells when they were handed in: their file says when it was downloaded."""

    place: Place

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        return self.place.read(most)


def dated(place: Place, at: datetime | None) -> Place:
    """A place with its time, where there is one."""
    return place if at is None else Dated(place, at)


def written_at(place: Place | None) -> datetime | None:
    """When the bytes there were written, as their file or archive says; None where nothing does."""
    if isinstance(place, Dated):
        return place.at
    if isinstance(place, OnDisk):
        with contextlib.suppress(OSError, OverflowError, ValueError):
            return datetime.fromtimestamp(os.lstat(place.path).st_mtime, UTC)
    return None


# --- a file on the disk ------------------------------------------------------------------------------------------


Inodes = frozenset[tuple[int, int]]  # device and number: what a file is, whatever its names


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A regular file under a path; it is opened when it is read.

    A second name of a file is as good as the first, but not of one that is `forbidden`.
    """

    path: str | Path  # for each hand-in of a class a text: a `Path` takes four times as much
    forbidden: Inodes = frozenset()

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        try:
            data = _opened(self.path, most, self.forbidden)
        except OSError as trouble:
            raise Unfit(TroubleKind.UNREADABLE, reason=trouble.strerror or "") from None
        if len(data) > most:
            raise too_large(most)
        return data


def inodes_below(*folders: Path) -> Inodes:
    """Every file below some folders."""
    found = set()
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):
                    status = os.lstat(os.path.join(above, name))  # noqa: PTH118 - of thousands of files
                    found.add((status.st_dev, status.st_ino))
    return frozenset(found)


def _opened(path: str | Path, most: int, forbidden: Inodes) -> bytes:
    """The bytes, one more than allowed at most."""
    # O_NONBLOCK: opening a FIFO must not wait for a writer.  fstat on what was opened, not on the name.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as trouble:
        if Path(path).is_symlink():
            raise Unfit(TroubleKind.LINK) from None
        raise trouble from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unfit(TroubleKind.NO_FILE)
        if status.st_nlink > 1 and (status.st_dev, status.st_ino) in forbidden:
            raise Unfit(TroubleKind.OF_COURSE)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(descriptor)


# --- what was taken out of an archive ----------------------------------------------------------------------------


class Spool:
    """Bytes out of archives, in a file without a name: read once from there, a class needs no memory.

    An archive is thus gone through a single time, and what is graded cannot change once the class is listed.
    """

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file
        self._end = 0

    def keep(self, data: bytes) -> Place:
        """Write bytes away.  Raises `StorageError`."""
        place = _Spooled(self, self._end, len(data))
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as its places do
                weakref.finalize(self, self._file.close)
            self._file.seek(self._end)
            _write_all(self._file, data)
        except OSError as trouble:
            raise StorageError(
                f"{tempfile.gettempdir()} cannot hold the files of the archive: {trouble.strerror}",
                remedy="make room there, or name another folder in the variable TMPDIR",
            ) from None
        self._end += len(data)
        return place

    def read(self, start: int, size: int) -> bytes:
        """What was kept there; processes that share the file do not disturb each other."""
        if self._file is None:
            return b""
        if hasattr(os, "pread"):
            return b"".join(_read_all(self._file.fileno(), start, size))
        self._file.seek(start)
        return self._file.read(size)

    def __reduce__(self) -> tuple[Callable[[int], Spool], tuple[int]]:
        """A process that was forked has the file under the same number."""
        return _inherited, (self._file.fileno() if self._file else -1,)


def _inherited(descriptor: int) -> Spool:
    return Spool(open(descriptor, "rb", buffering=0, closefd=False)) if descriptor >= 0 else Spool()


def _write_all(file: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _read_all(descriptor: int, start: int, size: int) -> list[bytes]:
    pieces = []
    while size > 0 and (piece := os.pread(descriptor, size, start)):
        pieces.append(piece)
        start, size = start + len(piece), size - len(piece)
    return pieces


@dataclass(frozen=True, slots=True)
class _Spooled:
    spool: Spool
    start: int
    size: int

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        if self.size > most:
            raise too_large(most)
        return self.spool.read(self.start, self.size)
