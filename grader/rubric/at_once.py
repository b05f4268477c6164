"""All answers to several criteria compared at once: to NumPy a thousand numbers are as much work as one.

The answers lie one after the other as bytes.  Which of these are numbers depends on how a student writes answers, and
is found out once for each such form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.records import Call, Ending, Outcome
from grader.rubric.checks import Check, IsUnchanged
from grader.rubric.layouts import Layout

Array = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_MOST_FORMS = 12  # that are remembered, each of three times the bytes of all answers; the oldest is forgotten first


class _Part(msgspec.Struct, frozen=True):
    """Numbers of one kind: at which bytes each begins, and which of all numbers it is; both of shape (n,)."""

    dtype: np.dtype[np.float64 | np.float32]
    begins: NDArray[np.int32]
    which: NDArray[np.int32]

    def of(self, answers: bytes) -> Array:
        """These numbers."""
        from_each_byte = (len(answers) - self.dtype.itemsize + 1,)
        return np.ndarray(from_each_byte, self.dtype, answers, strides=(1,))[self.begins]


class _Form(msgspec.Struct, frozen=True):
    """One way to write all answers, one after the other."""

    mask: Bytes  # all bits of what is no number
    fixed: Bytes  # what stands there, and zero where numbers are
    count: int  # of numbers
    parts: Sequence[_Part]

    def read(self, answers: bytes) -> Array | None:
        """The numbers, of shape (n,); None where the answers are written in another way."""
        if ((np.frombuffer(answers, np.uint8) & self.mask) != self.fixed).any():
            return None
        numbers = np.empty(self.count)
        for part in self.parts:
            numbers[part.which] = part.of(answers)
        return numbers


class AtOnce:
    """The checks of some criteria, by their ids."""

    def __init__(self, checks: Mapping[str, Sequence[Check]]) -> None:
        self._criteria = frozenset(checks)
        every = [(id_, check) for id_, some in checks.items() for check in some]
        of_values = [(id_, check) for id_, check in every if not isinstance(check, IsUnchanged)]
        self._of_arguments = [(id_, check) for id_, check in every if isinstance(check, IsUnchanged)]
        self._ids = [id_ for id_, _ in of_values]
        self._checks = [check for _, check in of_values]
        self._want = np.concatenate([np.empty(0), *(check.want for check in self._checks)])
        self._room = np.concatenate([np.empty(0), *(check.room for check in self._checks)])
        self._of_which = np.repeat(np.arange(len(self._ids)), [check.want.size for check in self._checks])
        self._forms: list[tuple[tuple[int, ...], _Form]] = []  # with the lengths of the answers

    def won(self, answers: Mapping[Call, Outcome]) -> frozenset[str] | None:
        """The criteria of which all holds; None where that cannot be told at once."""
        try:
            outcomes = [answers[check.call] for check in self._checks]
        except KeyError:
            return None
        for outcome in outcomes:
            if outcome.ending is not Ending.VALUE:
                return None
        numbers = self._numbers([outcome.value for outcome in outcomes])
        if numbers is None:
            return None
        near = np.abs(numbers - self._want) <= self._room
        lost = [self._ids[place] for place in dict.fromkeys(self._of_which[~near].tolist())]
        lost += [id_ for id_, check in self._of_arguments if not check.holds(answers.get(check.call))]
        return self._criteria.difference(lost)

    def _numbers(self, found: Sequence[bytes]) -> Array | None:
        """All numbers of the answers, in the order in which they are expected."""
        lengths, whole = tuple(map(len, found)), b"".join(found)
        for known, form in self._forms:
            if known == lengths and (numbers := form.read(whole)) is not None:
                return numbers
        written = self._written(found)
        if written is None:
            return None
        new = _form_of(whole, written)
        self._forms = [*self._forms[-_MOST_FORMS + 1 :], (lengths, new)]
        return new.read(whole)

    def _written(self, found: Sequence[bytes]) -> list[Layout] | None:
        """The way in which each of these answers is written; None where that of one is not known."""
        written = []
        for check, value in zip(self._checks, found, strict=True):
            layout = check.layout(value)
            if layout is None:
                return None
            written.append(layout)
        return written


def _form_of(answers: bytes, written: Sequence[Layout]) -> _Form:
    whole = np.frombuffer(answers, np.uint8)
    mask = np.full(len(whole), 0xFF, np.uint8)
    begins: dict[str, list[NDArray[np.int32]]] = defaultdict(list)
    kinds: list[str] = []
    begin = 0
    for layout in written:
        for piece in layout.pieces:
            places = np.arange(begin + piece.begin, begin + piece.end, dtype=np.int32)
            mask[places] = 0
            begins[piece.dtype].append(places[:: np.dtype(piece.dtype).itemsize])
            kinds += [piece.dtype] * piece.count
        begin += layout.length
    parts = [
        _Part(np.dtype(kind), np.concatenate(some), np.flatnonzero(np.array(kinds) == kind).astype(np.int32))
        for kind, some in begins.items()
    ]
    return _Form(mask, whole & mask, len(kinds), parts)
