"""The hand-ins of a class, in a file without a name: one at a time is in memory, and of all others who made them."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import compress
from typing import cast, overload

import msgspec
from msgspec.structs import replace

from grader.collect.hand_in import HandIn
from grader.collect.places import Dated, InMemory, Inodes, OnDisk, Place, Spooled, Undated
from grader.records import Key
from grader.spool import Numbered, Spool


class HandIns(Sequence[HandIn]):
    """Hand-ins in an order, each made anew when it is looked at."""

    def __init__(self, hand_ins: Iterable[HandIn]) -> None:
        self._numbers = array("Q")
        self._kept = Numbered("the list of hand-ins")
        self._shared = _Shared()
        keys: list[Key] = []
        for each in hand_ins:
            keys.append((each.student, each.assignment))
            self._numbers.append(self._kept.keep(_ENCODER.encode(_written(each, self._shared))))
        self._keys = _ENCODER.encode(keys)

    def whose(self) -> list[Key]:
        """Whose they are.

        The texts are made anew: those that a class was read with lie among much that has gone since, which the system
        does not get back while one of them is held.
        """
        assignments: dict[str, str] = {}
        return [(who, assignments.setdefault(what, what)) for who, what in _KEYS.decode(self._keys)]

    def where(self, wanted: Callable[[Key], bool]) -> HandIns:
        """Those whose key is wanted."""
        keys = self.whose()
        chosen = list(map(wanted, keys))
        if all(chosen):
            return self
        some = HandIns(())
        some._keys = _ENCODER.encode(list(compress(keys, chosen)))
        some._numbers = array("Q", compress(self._numbers, chosen))
        some._kept, some._shared = self._kept, self._shared
        return some

    def changed(self, change: Callable[[HandIn], HandIn]) -> HandIns:
        """The same after a change, which gives back as they are those that it does not concern."""
        return self if all(change(each) is each for each in self) else HandIns(map(change, self))

    @overload
    def __getitem__(self, place: int) -> HandIn: ...

    @overload
    def __getitem__(self, place: slice) -> list[HandIn]: ...

    def __getitem__(self, place: int | slice) -> HandIn | list[HandIn]:
        if isinstance(place, slice):
            return list(map(self._read, self._numbers[place]))
        return self._read(self._numbers[place])

    def __iter__(self) -> Iterator[HandIn]:
        return map(self._read, self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def _read(self, number: int) -> HandIn:
        return _read(_DECODER.decode(self._kept.read(number)), self._shared)


# --- one of them as it is written ----------------------------------------------------------------------------------


class _Shared:
    """What hand-ins have in common, such as the files of the course and those of an archive, by number."""

    def __init__(self) -> None:
        self._things: list[object] = []
        self._numbers: dict[int, int] = {}  # by what each is; all are held, so that no other can be that

    def number(self, thing: object) -> int:
        if id(thing) not in self._numbers:
            self._numbers[id(thing)] = len(self._things)
            self._things.append(thing)
        return self._numbers[id(thing)]

    def __getitem__(self, number: int) -> object:
        return self._things[number]


class _OnDisk(msgspec.Struct, frozen=True, array_like=True, tag=0):
    path: bytes  # a name need not be a text
    forbidden: int


class _Spooled(msgspec.Struct, frozen=True, array_like=True, tag=1):
    spool: int
    start: int
    size: int


class _InMemory(msgspec.Struct, frozen=True, array_like=True, tag=2):
    data: bytes


class _Dated(msgspec.Struct, frozen=True, array_like=True, tag=3):
    place: _Where
    at: datetime | None  # none where nothing tells it


class _Held(msgspec.Struct, frozen=True, array_like=True, tag=4):
    """A place of any other kind, which stays in memory."""

    number: int


_Where = _OnDisk | _Spooled | _InMemory | _Dated | _Held


class _Written(msgspec.Struct, frozen=True, array_like=True):
    """A hand-in without its place and what was handed in before, and these."""

    rest: HandIn
    place: _Where | None
    earlier: tuple[_Written, ...] = ()


def _no_place(expected: type, _: object) -> object:
    raise TypeError(f"{expected} is written by itself")


# JSON: MessagePack would turn a moment into UTC, whose offset is shown.
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(_Written, dec_hook=_no_place)
_KEYS = msgspec.json.Decoder(list[Key])


def _written(hand_in: HandIn, shared: _Shared) -> _Written:
    place = None if hand_in.place is None else _where(hand_in.place, shared)
    earlier = tuple(_written(each, shared) for each in hand_in.earlier)
    return _Written(replace(hand_in, place=None, earlier=()), place, earlier)


def _read(written: _Written, shared: _Shared) -> HandIn:
    place = None if written.place is None else _place(written.place, shared)
    return replace(written.rest, place=place, earlier=tuple(_read(each, shared) for each in written.earlier))


def _where(place: Place, shared: _Shared) -> _Where:
    match place:
        case OnDisk():
            return _OnDisk(os.fsencode(place.path), shared.number(place.forbidden))
        case Spooled():
            return _Spooled(shared.number(place.spool), place.start, place.size)
        case InMemory():
            return _InMemory(place.data)
        case Dated():
            return _Dated(_where(place.place, shared), place.at)
        case Undated():
            return _Dated(_where(place.place, shared), None)
    return _Held(shared.number(place))


def _place(written: _Where, shared: _Shared) -> Place:
    match written:
        case _OnDisk():
            return OnDisk(os.fsdecode(written.path), cast("Inodes", shared[written.forbidden]))
        case _Spooled():
            return Spooled(cast("Spool", shared[written.spool]), written.start, written.size)
        case _InMemory():
            return InMemory(written.data)
        case _Dated():
            inner = _place(written.place, shared)
            return Undated(inner) if written.at is None else Dated(inner, written.at)
    return cast("Place", shared[written.number])
