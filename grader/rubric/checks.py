"""What a criterion holds of one answer, as far as that can be said beforehand."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.records import Call, Difference, Ending, Outcome
from grader.rubric.comparison import as_numbers
from grader.rubric.layouts import Layout, as_it_is, layout_of
from grader.rubric.sealed import Near, Noted, Same, Unchanged
from grader.sandbox import values

Array = NDArray[np.float64]

_MOST_LAYOUTS = 16  # that a check remembers; the oldest is forgotten first


class IsUnchanged(msgspec.Struct, frozen=True):
    """That no argument is another one after the call."""

    call: Call

    def holds(self, outcome: Outcome | None) -> bool:
        """Whether it was answered so."""
        return outcome is not None and outcome.ending is Ending.VALUE and not outcome.arguments_after


class IsSame:
    """That the value is the expected one, byte by byte."""

    def __init__(self, call: Call, value: bytes) -> None:
        self.call = call
        self.want = self.room = np.empty(0)
        self._layout = as_it_is(value)

    def holds(self, outcome: Outcome | None) -> bool:
        """Whether it was answered so."""
        return outcome is not None and outcome.ending is Ending.VALUE and self.layout(outcome.value) is not None

    def layout(self, value: bytes) -> Layout | None:
        """The one way to write it, if a value is written so."""
        return self._layout if self._layout.fits(value) else None


class IsNear:
    """That the value comes to numbers that are near: `want` and how far from it each may lie, `room`, of shape (n,).

    It learns how students write such an answer: where the numbers lie in one that holds, they lie in the next.
    """

    def __init__(self, call: Call, near: Near) -> None:
        self.call = call
        self.want = np.concatenate([part.ravel() for part in near.parts])
        self.room = np.concatenate([room.ravel() for room in near.rooms])
        self._near = near
        self._layouts: list[Layout] = []

    def holds(self, outcome: Outcome | None) -> bool:
        """Whether it was answered so."""
        if outcome is None or outcome.ending is not Ending.VALUE:
            return False
        layout = self.layout(outcome.value)
        if layout is not None:
            return bool((np.abs(layout.numbers(outcome.value) - self.want) <= self.room).all())
        if not _is_near(values.decode_to_compare(outcome.value), self._near):
            return False
        self.learn(outcome.value)
        return True

    def layout(self, value: bytes) -> Layout | None:
        """The way in which a value is written, if one that held was written in the same."""
        for layout in self._layouts:
            if layout.fits(value):
                return layout
        return None

    def learn(self, value: bytes) -> None:
        """See where the numbers lie in a value that holds."""
        layout = layout_of(value)
        if layout is not None:
            self._layouts = [*self._layouts[-_MOST_LAYOUTS + 1 :], layout]


OfValue = IsSame | IsNear
Check = IsUnchanged | OfValue


def check_of(noted: Noted, reference: Outcome) -> Check:
    """What is held of an answer by what was noted of the reference's."""
    match noted.comparison:
        case Unchanged():
            return IsUnchanged(noted.call)
        case Same():
            return IsSame(noted.call, reference.value)
        case near:
            check = IsNear(noted.call, near)
            check.learn(reference.value)  # here, so that processes that are forked know the way in which most write it
            return check


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
