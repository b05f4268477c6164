"""Where bytes are read from: a file on the disk, or what was taken out of an archive.

Nothing is imported, compiled or parsed here: the text is untrusted.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec

from grader.records import Trouble, TroubleKind
from grader.spool import Spool


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


class InMemory(msgspec.Struct, frozen=True):
    """Bytes that are at hand."""

    data: bytes

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        if len(self.data) > most:
            raise too_large(most)
        return self.data


class Dated(msgspec.Struct, frozen=True):
    """Bytes of which an archive says when they were written."""

    place: Place
    at: datetime

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        return self.place.read(most)


class Undated(msgspec.Struct, frozen=True):
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


class OnDisk(msgspec.Struct, frozen=True):
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


def kept_in(spool: Spool) -> Keep:
    """What writes bytes away and says where they lie.

    An archive is thus gone through a single time, a class takes no memory, and what is graded cannot change once the
    class is listed.
    """
    return lambda data: Spooled(spool, spool.keep(data), len(data))


class Spooled(msgspec.Struct, frozen=True):
    """Bytes that were written away."""

    spool: Spool
    start: int
    size: int

    def read(self, most: int) -> bytes:
        """As `Place` says."""
        if self.size > most:
            raise too_large(most)
        return self.spool.read(self.start, self.size)
