"""What lies where hand-ins are: the same entries whether a folder, an archive or an archive in it holds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum, auto

import msgspec
from msgspec.structs import replace

from grader.collect.places import Dated, InMemory, Place, Undated, Unfit
from grader.records import TroubleKind


class Kind(IntEnum):
    """What an entry is."""

    FILE = auto()
    FOLDER = auto()
    CLOSED = auto()  # a folder that may not be entered
    LINK = auto()
    SPECIAL = auto()  # a device, a FIFO, a sparse file
    ASTRAY = auto()  # its name leads out of the archive


class Entry(msgspec.Struct, frozen=True):
    """One thing in a tree: the parts of its path, what it is, and where its bytes are or why they were not taken."""

    parts: tuple[str, ...]
    kind: Kind
    place: Place | None = None
    unfit: Unfit | None = None

    def found_at(self) -> Place:
        """Where the bytes are.  Raises `Unfit` where there are none to be had."""
        if self.unfit is not None:
            raise self.unfit
        if self.place is not None:
            return self.place
        if self.kind is Kind.FILE:
            return InMemory(b"")
        raise Unfit(TroubleKind.LINK if self.kind is Kind.LINK else TroubleKind.NO_FILE)

    def below(self) -> Entry:
        """The same, seen from the folder that it begins in."""
        return self.seen_as(self.parts[1:])

    def seen_as(self, parts: tuple[str, ...]) -> Entry:
        """The same under another path."""
        return Entry(parts, self.kind, self.place, self.unfit)

    def handed_in(self, at: datetime | None) -> Entry:
        """The same, handed in at that time whatever its file says; at none that is known if there is none."""
        if self.place is None:
            return self
        return replace(self, place=Undated(self.place) if at is None else Dated(self.place, at))


# The most bytes of a file that are of interest, by the parts of its path; None for a file that is passed over.
Wanted = Callable[[tuple[str, ...]], int | None]
