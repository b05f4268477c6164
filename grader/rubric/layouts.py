"""Where the numbers of an answer lie in its bytes: found once for each way to write it, and then read at a glance.

Whoever writes an answer in the same way has the same bytes around the numbers, and the numbers in the same places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.sandbox import values

Array = NDArray[np.float64]

IN_ARRAYS, IN_ARRAYS_SINGLE, BY_ITSELF = "<f8", "<f4", ">f8"  # how numbers are written; the last by MessagePack
Number = np.float64 | np.float32


@dataclass(frozen=True, slots=True)
class Piece:
    """Numbers of one kind side by side in an answer's bytes, from `begin` to `end`."""

    begin: int
    end: int
    dtype: str = IN_ARRAYS

    @property
    def count(self) -> int:
        """How many numbers these are."""
        return (self.end - self.begin) // np.dtype(self.dtype).itemsize

    def of(self, value: bytes) -> NDArray[Number]:
        """The numbers, of shape (n,)."""
        return np.frombuffer(value, self.dtype, self.count, self.begin)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write an answer: all bytes that are no number, and where the numbers lie between them, in order."""

    length: int
    fixed: tuple[tuple[int, bytes], ...]
    pieces: tuple[Piece, ...] = ()

    def fits(self, value: bytes) -> bool:
        """Whether an answer of this length is written in this way."""
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
    """The way in which an answer is written; None where it holds anything but floating-point numbers.

    Found by writing others in their place: no two alike, so that each shows where it lies.
    """
    others = _Others()
    try:
        encoded = values.encode_value(others.in_place_of(values.decode_value(value)))
        pieces = tuple(_side_by_side(_places(encoded, others.given)))
    except _OtherKind:
        return None
    layout = Layout(len(encoded), tuple(_between(encoded, pieces)), pieces)
    return layout if len(encoded) == len(value) and layout.fits(value) else None


class _OtherKind(Exception):  # noqa: N818 - a fact about an answer
    """It is not all numbers."""


class _Others:
    """Numbers in the place of others, in the order in which these lie in bytes."""

    def __init__(self) -> None:
        self.given: list[Number] = []
        self._next = count(1)

    def _another(self, kind: type[Number] = np.float64) -> Number:
        self.given.append(kind(np.pi + np.sqrt(2.0) * next(self._next)))
        return self.given[-1]

    def in_place_of(self, value: Any) -> Any:
        """The same with other numbers.  Raises `_OtherKind`."""
        kind = type(value)
        if kind is float:
            return float(self._another())
        if kind is np.float64 or kind is np.float32:
            return self._another(kind)
        if kind is list or kind is tuple:
            return kind(map(self.in_place_of, value))
        if kind is np.ndarray and value.dtype.type in {np.float64, np.float32}:
            others = [self._another(value.dtype.type) for _ in range(value.size)]
            return np.array(others, value.dtype).reshape(value.shape)
        raise _OtherKind


def _places(encoded: bytes, numbers: Sequence[Number]) -> Iterator[Piece]:
    """Where each number lies.  Raises `_OtherKind` where that cannot be told."""
    at = 0
    for number in numbers:
        found = [
            Piece(begin, begin + number.nbytes, dtype)
            for dtype in (_WRITTEN[type(number)])
            if (begin := encoded.find(np.array(number, dtype).tobytes(), at)) >= 0
        ]
        if len(found) != 1:
            raise _OtherKind
        yield found[0]
        at = found[0].end


_WRITTEN: dict[type[Number], tuple[str, ...]] = {np.float64: (IN_ARRAYS, BY_ITSELF), np.float32: (IN_ARRAYS_SINGLE,)}


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
