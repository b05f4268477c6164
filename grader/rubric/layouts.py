"""Where the numbers of an answer lie in its bytes: found once for each way to write it, and then read at a glance.

Whoever writes an answer in the same way has the same bytes around the numbers, and the numbers in the same places.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, islice
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.sandbox import values

Array = NDArray[np.float64]
Number = np.float64 | np.float32

_DOUBLE, _SINGLE, _BY_ITSELF = (
    "<f8",
    "<f4",
    ">f8",
)  # by MessagePack itself outside of arrays
_NEAR = 64  # bytes: rarely does more stand between two numbers
_MOST_BLOCKS = 10_000  # numbers by themselves and arrays; each takes some microseconds to find


class Piece(msgspec.Struct, frozen=True):
    """Numbers of one kind side by side in an answer's bytes, from `begin` to `end`."""

    begin: int
    end: int
    dtype: str

    @property
    def count(self) -> int:
        """How many numbers these are."""
        return (self.end - self.begin) // np.dtype(self.dtype).itemsize

    def of(self, value: bytes) -> NDArray[Number]:
        """The numbers, of shape (n,)."""
        return np.frombuffer(value, self.dtype, self.count, self.begin)


class Layout(msgspec.Struct, frozen=True):
    """One way to write an answer: all bytes that are no number, and where the numbers lie between them, in order."""

    length: int
    fixed: tuple[tuple[int, bytes], ...]
    pieces: tuple[Piece, ...] = ()

    def fits(self, value: bytes) -> bool:
        """Whether an answer is written in this way."""
        if len(value) != self.length:
            return False
        for begin, text in self.fixed:  # noqa: SIM110 - a generator would take twice the time
            if not value.startswith(text, begin):
                return False
        return True

    def numbers(self, value: bytes) -> Array:
        """All numbers of an answer that it fits, of shape (n,)."""
        return np.concatenate([np.empty(0), *(piece.of(value) for piece in self.pieces)])


def as_it_is(value: bytes) -> Layout:
    """Of an answer that is to be the same, byte by byte."""
    return Layout(len(value), ((0, value),))


def layout_of(value: bytes) -> Layout | None:
    """The way in which an answer is written; None where it holds anything but floating-point numbers, or very many.

    Found by writing others in their place: no two alike, so that each shows where it lies.
    """
    others = _Others()
    try:
        encoded = values.encode_value(others.in_place_of(values.decode_value(value)))
        pieces = tuple(_side_by_side(_places(encoded, others.given)))
    except _NotFound:
        return None
    layout = Layout(len(encoded), tuple(_between(encoded, pieces)), pieces)
    return layout if layout.fits(value) else None


class _NotFound(Exception):  # noqa: N818 - a fact about an answer
    """Where its numbers lie cannot be told."""


class _Others:
    """Numbers in the place of others, in the order in which these lie in bytes: arrays whole, others one by one."""

    def __init__(self) -> None:
        self.given: list[dict[str, bytes]] = []  # how each may be written
        self._numbers = (math.pi + math.sqrt(2.0) * each for each in count(1))

    def in_place_of(self, value: Any) -> Any:
        """The same with other numbers.  Raises `_NotFound`."""
        kind = type(value)
        if kind is list or kind is tuple:
            table = self._table(value)
            return kind(map(self.in_place_of, value) if table is None else table)
        if len(self.given) >= _MOST_BLOCKS:
            raise _NotFound
        if kind is float:
            number = next(self._numbers)
            self.given.append({_DOUBLE: _LITTLE(number), _BY_ITSELF: _BIG(number)})
            return number
        if kind is np.float64 or kind is np.float32:
            single = kind(next(self._numbers))
            self.given.append({_DTYPES[kind]: single.tobytes()})
            return single
        if kind is np.ndarray and value.dtype.type in _DTYPES:
            others = np.array(list(islice(self._numbers, value.size)), value.dtype).reshape(value.shape)
            if value.size:
                self.given.append({_DTYPES[value.dtype.type]: others.tobytes()})
            return others
        raise _NotFound

    def _table(self, value: Sequence[Any]) -> list[Any] | None:
        """Other rows, of which the numbers lie side by side; None where these are no rows of as many floats each."""
        rows = set(map(type, value))
        if not rows or not rows <= {list, tuple} or len(rows) > 1 or len(set(map(len, value))) > 1:
            return None
        row, kinds = rows.pop(), set(map(type, chain.from_iterable(value)))
        if kinds not in ({float}, {np.float64}):
            return None
        others = np.array(list(islice(self._numbers, len(value) * len(value[0])))).reshape(len(value), -1)
        self.given.append({_DOUBLE: others.tobytes()})
        return list(map(row, others.tolist() if kinds == {float} else others))


_DTYPES: dict[type, str] = {np.float64: _DOUBLE, np.float32: _SINGLE}
_LITTLE, _BIG = struct.Struct("<d").pack, struct.Struct(">d").pack


def _places(encoded: bytes, blocks: Iterable[Mapping[str, bytes]]) -> Iterator[Piece]:
    """Where numbers lie.  Raises `_NotFound` where that cannot be told."""
    at = 0
    for written in blocks:
        place = _found(encoded, written, at, _NEAR) or _found(encoded, written, at, len(encoded))
        if place is None:
            raise _NotFound
        yield place
        at = place.end


def _found(encoded: bytes, written: Mapping[str, bytes], begin: int, most: int) -> Piece | None:
    """The first place at most so many bytes from where it begins."""
    for dtype, text in written.items():
        place = encoded.find(text, begin, begin + most + len(text))
        if place >= 0:
            return Piece(place, place + len(text), dtype)
    return None


def _side_by_side(places: Iterator[Piece]) -> Iterator[Piece]:
    """Those that follow one another as one piece."""
    last: Piece | None = None
    for place in places:
        if last is not None and (last.end, last.dtype) == (place.begin, place.dtype):
            last = Piece(last.begin, place.end, place.dtype)
            continue
        if last is not None:
            yield last
        last = place
    if last is not None:
        yield last


def _between(encoded: bytes, pieces: Sequence[Piece]) -> Iterator[tuple[int, bytes]]:
    """The bytes that are no numbers."""
    begin = 0
    for piece in pieces:
        if piece.begin > begin:
            yield begin, encoded[begin : piece.begin]
        begin = piece.end
    if begin < len(encoded):
        yield begin, encoded[begin:]
