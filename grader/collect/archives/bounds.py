"""How much is unpacked of an archive, whatever it claims: of the whole, and of each folder in one of a class.

What one student packed is charged to the folders that it lies in, and keeps nobody else from a grade.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast

import msgspec

from grader.collect.places import Unfit
from grader.records import TroubleKind

_OWNERS = 2  # folders from the top that files are charged to: a student's, and the one around the class


class Bounds(msgspec.Struct, frozen=True):
    """How much is looked at.  No code is squeezed to a two-hundredth: more is a trap or lost data."""

    members: int
    unpacked: int  # bytes: kept, or passed over on the way to the next member
    contents: int = 4 << 20  # bytes: the list of contents of a zip, which is read at once
    ratio: int = 200  # 0 for none
    ratio_from: int = 4 << 20  # bytes unpacked, before which a ratio says nothing


OF_A_STUDENT = Bounds(members=1000, unpacked=64 << 20)
# Generous, and there to end at all; what one folder in it may hold is bounded by the next.
OF_A_CLASS = Bounds(members=1_000_000, unpacked=64 << 30, contents=128 << 20, ratio=0)
OF_A_FOLDER = Bounds(members=10_000, unpacked=256 << 20)


@dataclass(slots=True)
class Charge:
    """What a folder has taken so far."""

    members: int = 0
    unpacked: int = 0
    packed: int = 0


@dataclass(slots=True)
class Meter:
    """Counts what is unpacked, for the whole and for each folder, and stops at the bounds."""

    bounds: Bounds
    folders: Bounds | None
    whole: Charge = field(default_factory=Charge)
    of_folder: dict[tuple[str, ...], Charge] = field(default_factory=lambda: defaultdict(Charge))

    def one_more(self, members: int = 1) -> None:
        """Count a member.  Raises `Unfit` beyond the bounds of the whole, as the next two do."""
        self.whole.members += members
        self._require(self.whole, self.bounds)

    def add(self, unpacked: int) -> None:
        """Count bytes that were unpacked."""
        self.whole.unpacked += unpacked
        self._require(self.whole, self.bounds)

    def is_tight(self, charge: Charge, bounds: Bounds) -> bool:
        """Whether more was squeezed into so few bytes than code can be."""
        over = charge.unpacked > bounds.ratio_from
        return over and bool(bounds.ratio) and charge.unpacked > bounds.ratio * max(charge.packed, 1)

    def require_loose(self, packed: int) -> None:
        """Note how many packed bytes the whole took."""
        self.whole.packed = packed
        if self.is_tight(self.whole, self.bounds):
            raise Unfit(TroubleKind.TOO_TIGHT)

    def charge(self, parts: tuple[str, ...], *, unpacked: int, packed: int, members: int = 1) -> None:
        """Put a member on the account of the folders that it lies in."""
        if self.folders is None:
            return
        for depth in range(1, min(_OWNERS, len(parts) - 1) + 1):
            charge = self.of_folder[parts[:depth]]
            charge.members += members
            charge.unpacked += unpacked
            charge.packed += packed

    def is_beyond(self, parts: tuple[str, ...]) -> bool:
        """Whether the innermost folder that is charged for a member has had its share."""
        depth = min(_OWNERS, len(parts) - 1)
        counted = self.folders is not None and depth == _OWNERS
        return counted and self._trouble(self.of_folder[parts[:depth]]) is not None

    def beyond(self) -> dict[tuple[str, ...], Unfit]:
        """The folders that hold more than they may."""
        found = ((folder, self._trouble(charge)) for folder, charge in self.of_folder.items())
        return {folder: unfit for folder, unfit in found if unfit is not None}

    def _trouble(self, charge: Charge) -> Unfit | None:
        bounds = cast("Bounds", self.folders)
        try:
            self._require(charge, bounds)
        except Unfit as unfit:
            return unfit
        return Unfit(TroubleKind.TOO_TIGHT) if self.is_tight(charge, bounds) else None

    def _require(self, charge: Charge, bounds: Bounds) -> None:
        if charge.members > bounds.members:
            raise Unfit(TroubleKind.TOO_MANY_FILES, number=bounds.members)
        if charge.unpacked > bounds.unpacked:
            raise Unfit(TroubleKind.TOO_MUCH, number=bounds.unpacked >> 20)
