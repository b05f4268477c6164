"""All answers to several criteria compared at once: to NumPy a thousand numbers are as much work as one.

The answers lie one after the other as bytes.  Which of these are numbers depends on how a student writes answers, and
is found out once for each such form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.records import Call, Ending, Outcome
from grader.rubric.checks import Check
from grader.rubric.layouts import Layout

Array = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_MOST_FORMS = 12  # that are remembered, of a hundred kB each; then it begins anew


@dataclass(frozen=True, slots=True)
class _Form:
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
            numbers[part.which] = np.frombuffer(b"".join([answers[place] for place in part.places]), part.dtype)
        return numbers


@dataclass(frozen=True, slots=True)
class _Part:
    """Numbers of one kind: where they lie, and which of all they are."""

    dtype: str
    places: Sequence[slice]
    which: NDArray[np.intp]


class AtOnce:
    """The checks of some criteria, by their ids."""

    def __init__(self, checks: Mapping[str, Sequence[Check]]) -> None:
        self._criteria = frozenset(checks)
        every = [(id_, check) for id_, some in checks.items() for check in some]
        self._of_arguments = [(id_, check) for id_, check in every if check.is_of_arguments]
        of_values = [(id_, check) for id_, check in every if not check.is_of_arguments]
        self._checks = [check for _, check in of_values]
        self._want = np.concatenate([np.empty(0), *(check.want for check in self._checks)])
        self._room = np.concatenate([np.empty(0), *(check.room for check in self._checks)])
        self._ids = [id_ for id_, _ in of_values]
        self._of_which = np.repeat(np.arange(len(self._ids)), [check.want.size for check in self._checks])
        self._forms: dict[tuple[int, ...], list[_Form]] = {}  # by the lengths of the answers
        self._count = 0  # of all forms

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
        lost = [] if near.all() else [self._ids[place] for place in np.unique(self._of_which[~near])]
        lost += [id_ for id_, check in self._of_arguments if not check.holds_of(answers)]
        return self._criteria.difference(lost)

    def _numbers(self, found: Sequence[bytes]) -> Array | None:
        """All numbers of the answers, in the order in which they are expected."""
        lengths, whole = tuple(map(len, found)), b"".join(found)
        for form in self._forms.get(lengths, ()):
            numbers = form.read(whole)
            if numbers is not None:
                return numbers
        new = self._form(found)
        if new is None:
            return None
        if self._count >= _MOST_FORMS:
            self._forms.clear()
            self._count = 0
        self._forms.setdefault(lengths, []).append(new)
        self._count += 1
        return new.read(whole)

    def _form(self, found: Sequence[bytes]) -> _Form | None:
        """The way in which these answers are written; None where that of one is not known."""
        written = []
        for check, value in zip(self._checks, found, strict=True):
            layout = check.layout(value)
            if layout is None:
                return None
            written.append(layout)
        return _form_of(b"".join(found), written)


def _form_of(answers: bytes, written: Sequence[Layout]) -> _Form:
    whole = np.frombuffer(answers, np.uint8)
    mask = np.full(len(whole), 0xFF, np.uint8)
    places: dict[str, list[slice]] = defaultdict(list)
    kinds: list[str] = []
    begin = 0
    for layout in written:
        for piece in layout.pieces:
            place = slice(begin + piece.begin, begin + piece.end)
            mask[place] = 0
            places[piece.dtype].append(place)
            kinds += [piece.dtype] * piece.count
        begin += layout.length
    parts = [_Part(dtype, some, np.flatnonzero(np.array(kinds) == dtype)) for dtype, some in places.items()]
    return _Form(mask, whole & mask, len(kinds), parts)
