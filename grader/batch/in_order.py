"""Grades of a class in an order, each read when it is asked for: a class is gone through, and never held."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from typing import overload

from grader.gradebook.entries import Entry
from grader.records import Grade, Key


@dataclass(frozen=True, slots=True, eq=False)
class InOrder(Sequence[Grade]):
    """The grades of some entries in the order of `keys`."""

    entries: Mapping[Key, Entry]
    keys: Sequence[Key]

    def without(self, students: Container[str]) -> InOrder:
        """The same without those of some students."""
        return InOrder(self.entries, [key for key in self.keys if key[0] not in students])

    @overload
    def __getitem__(self, place: int) -> Grade: ...

    @overload
    def __getitem__(self, place: slice) -> InOrder: ...

    def __getitem__(self, place: int | slice) -> Grade | InOrder:
        if isinstance(place, slice):
            return InOrder(self.entries, self.keys[place])
        return self.entries[self.keys[place]].grade

    def __iter__(self) -> Iterator[Grade]:
        return (self.entries[key].grade for key in self.keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InOrder) and list(self.keys) == list(other.keys) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment] # as of a list

    def __len__(self) -> int:
        return len(self.keys)
