"""What a criterion holds of one answer, as far as that can be said beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from grader.records import Call, Difference, Ending, Outcome
from grader.rubric.comparison import as_numbers
from grader.rubric.layouts import Layout, as_it_is, layout_of
from grader.rubric.sealed import Near, Noted, Same, Unchanged
from grader.sandbox import values

Array = NDArray[np.float64]

_MOST_LAYOUTS = 16  # of a check: there are not many ways to write an answer, and whoever invents more is read slowly


def _no_numbers() -> Array:
    return np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """What is held of one call's outcome: of its value, or that no argument is another one after the call.

    A value comes to numbers that are `near`, or is the `same` byte by byte.  `want` and `room`, of shape (n,), are the
    numbers that are expected and how far from them each may lie.
    """

    call: Call
    near: Near | None = None
    same: bytes | None = None
    want: Array = field(default_factory=_no_numbers)
    room: Array = field(default_factory=_no_numbers)
    _layouts: list[Layout] = field(default_factory=list)  # that values were found to be written in
    _without: set[int] = field(default_factory=set)  # lengths of values that have no layout

    @property
    def is_of_arguments(self) -> bool:
        """Whether it says nothing of the value."""
        return self.near is None and self.same is None

    def holds_of(self, answers: Mapping[Call, Outcome]) -> bool:
        """Whether it was answered, and the answer is as it is to be."""
        outcome = answers.get(self.call)
        if outcome is None or outcome.ending is not Ending.VALUE:
            return False
        if self.near is None:
            return not outcome.arguments_after if self.same is None else outcome.value == self.same
        layout = self.layout(outcome.value)
        if layout is not None:
            return bool((np.abs(layout.numbers(outcome.value) - self.want) <= self.room).all())
        if not _is_near(values.decode_to_compare(outcome.value), self.near):
            return False
        self._learn(outcome.value)
        return True

    def is_read_at_once(self, answers: Mapping[Call, Outcome]) -> bool:
        """Whether it is known how the answer is written."""
        outcome = answers.get(self.call)
        if outcome is None or outcome.ending is not Ending.VALUE:
            return False
        return self.is_of_arguments or self.layout(outcome.value) is not None

    def layout(self, value: bytes) -> Layout | None:
        """The way in which a value is written, if one that held was written in the same."""
        for layout in self._layouts:
            if layout.length == len(value) and layout.fits(value):
                return layout
        return None

    def _learn(self, value: bytes) -> None:
        """See where the numbers lie in a value that holds."""
        if len(value) in self._without or len(self._layouts) + len(self._without) >= _MOST_LAYOUTS:
            return
        layout = layout_of(value)
        if layout is None:
            self._without.add(len(value))
        else:
            self._layouts.append(layout)


def check_of(noted: Noted, reference: Outcome) -> Check:
    """What is held of an answer by what was noted of the reference's."""
    match noted.comparison:
        case Unchanged():
            return Check(noted.call)
        case Same():
            return Check(noted.call, same=reference.value, _layouts=[as_it_is(reference.value)])
        case near:
            want = np.concatenate([part.ravel() for part in near.parts])
            return Check(noted.call, near, want=want, room=np.concatenate([room.ravel() for room in near.rooms]))


def _is_near(answer: object, near: Near) -> bool:
    if near.is_single:
        answers: Sequence[object] = (answer,)
    elif isinstance(answer, tuple | list):
        answers = answer
    else:
        return False
    return len(answers) == len(near.parts) and all(map(_are_near, answers, near.parts, near.rooms))


def _are_near(answer: object, want: Array, room: Array) -> bool:
    found = as_numbers(answer)
    if isinstance(found, Difference) or found.shape != want.shape:
        return False
    return bool((np.abs(found - want) <= room).all())
