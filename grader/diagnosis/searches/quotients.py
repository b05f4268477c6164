"""Derivatives from values of a loss: which differences they are made of, and what those are divided by.

L(a, b) is the loss a steps of length h from the point along one coordinate, and b along another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.landscape_asked import landscape_of
from grader.diagnosis.searches.numbers import array_of
from grader.diagnosis.searches.question import Question
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy

Array = NDArray[np.float64]
Along = Callable[[float], float]  # the loss so many steps along a coordinate
Across = Callable[[float, float], float]  # and so many along another one

_EXACT = 1e-6  # of the largest number: rounding is divided by the square of h
_FEWEST = 2  # calls that show it
_MOST = 8  # coordinates

# Names of `grader.words.described_quotients`; what is asked for may be any of them.
SLOPES: dict[str, Callable[[Along, float], float]] = {
    "central": lambda at, h: (at(1) - at(-1)) / (2 * h),
    "forward": lambda at, h: (at(1) - at(0)) / h,
    "backward": lambda at, h: (at(0) - at(-1)) / h,
    "half_a_step": lambda at, h: (at(0.5) - at(-0.5)) / h,
    "half_a_step_by_2h": lambda at, h: (at(0.5) - at(-0.5)) / (2 * h),
    "two_steps": lambda at, h: (at(2) - at(-2)) / (4 * h),
    "two_steps_by_2h": lambda at, h: (at(2) - at(-2)) / (2 * h),
    "five_points": lambda at, h: (8 * (at(1) - at(-1)) - at(2) + at(-2)) / (12 * h),
    "three_points": lambda at, h: (4 * at(1) - 3 * at(0) - at(2)) / (2 * h),
    "sum": lambda at, h: (at(1) + at(-1)) / (2 * h),
    "second": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / h**2,
    "by_2h_squared": lambda at, h: (at(1) - at(-1)) / (2 * h**2),
    "by_h_squared": lambda at, h: (at(1) - at(-1)) / h**2,
    "half_of_h": lambda at, h: (at(1) - at(-1)) / 2 * h,
    "two_ahead": lambda at, h: (at(2) - at(0)) / (2 * h),
}
BENDS: dict[str, Callable[[Along, float], float]] = {
    "central": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / h**2,
    "two_steps": lambda at, h: (at(2) - 2 * at(0) + at(-2)) / (4 * h**2),
    "two_steps_by_h_squared": lambda at, h: (at(2) - 2 * at(0) + at(-2)) / h**2,
    "half_a_step": lambda at, h: (at(0.5) - 2 * at(0) + at(-0.5)) / (h / 2) ** 2,
    "forward": lambda at, h: (at(2) - 2 * at(1) + at(0)) / h**2,
    "by_2h_squared": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / (2 * h**2),
    "by_4h_squared": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / (4 * h**2),
    "by_h": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / h,
    "by_2h": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / (2 * h),
    "half_of_h": lambda at, h: (at(1) - 2 * at(0) + at(-1)) / 2 * h,
    "gradients_ahead": lambda at, h: (at(2) - at(0) - at(1) + at(-1)) / (2 * h**2),
    "slope": lambda at, h: (at(1) - at(-1)) / (2 * h),
    "doubled": lambda at, h: 2 * (at(1) - 2 * at(0) + at(-1)) / h**2,
}
TWISTS: dict[str, Callable[[Across, float], float]] = {
    "central": lambda at, h: (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h**2),
    "forward": lambda at, h: (at(1, 1) - at(1, 0) - at(0, 1) + at(0, 0)) / h**2,
    "both_sides": lambda at, h: (
        (at(1, 1) - at(1, 0) - at(0, 1) + 2 * at(0, 0) - at(-1, 0) - at(0, -1) + at(-1, -1)) / (2 * h**2)
    ),
    "half_a_step": lambda at, h: (at(0.5, 0.5) - at(0.5, -0.5) - at(-0.5, 0.5) + at(-0.5, -0.5)) / h**2,
    "by_h_squared": lambda at, h: (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / h**2,
    "by_2h_squared": lambda at, h: (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (2 * h**2),
    "by_4h": lambda at, h: (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h),
    "by_h": lambda at, h: (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / h,
    "quarter_of_h_squared": lambda at, h: (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4 * h**2,
    "gradients_ahead": lambda at, h: (at(1, 1) - at(1, -1) - at(0, 1) + at(0, -1)) / (2 * h**2),
    "gradients_ahead_in_columns": lambda at, h: (at(1, 1) - at(-1, 1) - at(1, 0) + at(-1, 0)) / (2 * h**2),
    "other_sign": lambda at, h: (at(1, -1) + at(-1, 1) - at(1, 1) - at(-1, -1)) / (4 * h**2),
    "slopes_multiplied": lambda at, h: (at(1, 0) - at(-1, 0)) * (at(0, 1) - at(0, -1)) / (4 * h**2),
    "zero": lambda *_: 0.0,
}


class _Call(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Where derivatives were asked for, and both answers."""

    loss: Callable[[Array], float]
    point: Array
    h: float
    right: Array
    own: Array

    def along(self, place: int) -> Along:
        """The loss along a coordinate."""
        return lambda steps: self._at({place: steps})

    def across(self, one: int, other: int) -> Across:
        """The loss along two coordinates."""
        return lambda steps, others: self._at({one: steps, other: others})

    @cached_property
    def _known(self) -> dict[tuple[tuple[int, float], ...], float]:
        return {}

    def _at(self, steps: Mapping[int, float]) -> float:
        key = tuple((place, by) for place, by in sorted(steps.items()) if by)
        if key not in self._known:
            point = self.point.copy()
            for place, by in key:
                point[place] += by * self.h
            self._known[key] = float(self.loss(point))
        return self._known[key]


def described(question: Question, work: Work) -> Described | None:
    """The differences that answers are made of, where right ones are made of others; None where they are of none."""
    calls = _calls(question)
    if len(calls) < max(_FEWEST, len(question.ground.asked)):
        return None
    work.spend(sum(call.own.size for call in calls) * 400)
    dimensions = {call.own.ndim for call in calls}
    if dimensions == {1}:
        return _told([("slope", _apart(SLOPES, calls, _slopes))])
    if dimensions == {2}:
        return _told([("bend", _apart(BENDS, calls, _bends)), ("twist", _apart(TWISTS, calls, _twists))])
    return None


def _told(parts: Sequence[tuple[str, str | None]]) -> Described | None:
    if any(name is None for _, name in parts):
        return None
    slots = tuple((part, name) for part, name in parts if name)
    return Described(Family.FORM, FoundBy.PATH_RULE, slot="quotient", slots=slots) if slots else None


def _apart(
    table: Mapping[str, Any], calls: Sequence[_Call], made: Callable[[_Call, Any], Iterator[tuple[float, float, float]]]
) -> str | None:
    """Which of a table a part is made of; empty where it is right, None where it is none, or right ones are none."""
    asked = own = None
    for name, quotient in table.items():
        of_right, of_own = _are(calls, made, quotient)
        asked = asked or (name if of_right else None)
        own = own or (name if of_own else None)
    if asked is None or own is None:
        return None
    return "" if own == asked else own


def _are(
    calls: Sequence[_Call], made: Callable[[_Call, Any], Iterator[tuple[float, float, float]]], quotient: Any
) -> tuple[bool, bool]:
    """Whether right answers, and own ones, are that quotient in every entry of every call."""
    of_right = of_own = True
    for call in calls:
        room = _EXACT * max(float(np.abs(call.right).max()), float(np.abs(call.own).max()), 1e-9)
        for value, right, own in made(call, quotient):
            of_right = of_right and abs(value - right) <= room
            of_own = of_own and abs(value - own) <= room
        if not (of_right or of_own):
            break
    return of_right, of_own


def _slopes(call: _Call, quotient: Callable[[Along, float], float]) -> Iterator[tuple[float, float, float]]:
    for place in range(len(call.point)):
        yield quotient(call.along(place), call.h), float(call.right[place]), float(call.own[place])


def _bends(call: _Call, quotient: Callable[[Along, float], float]) -> Iterator[tuple[float, float, float]]:
    for place in range(len(call.point)):
        yield quotient(call.along(place), call.h), float(call.right[place, place]), float(call.own[place, place])


def _twists(call: _Call, quotient: Callable[[Across, float], float]) -> Iterator[tuple[float, float, float]]:
    for one in range(len(call.point)):
        for other in range(len(call.point)):
            if one != other:
                value = quotient(call.across(one, other), call.h)
                yield value, float(call.right[one, other]), float(call.own[one, other])


def _calls(question: Question) -> list[_Call]:
    """Calls with a loss, a point and a distance whose answers have an entry for each coordinate, or for each two."""
    found = []
    for each, answer in zip(question.ground.asked, question.answers, strict=True):
        landscape, right, own = landscape_of(each.given), array_of(each.answer), array_of(answer)
        distances = [float(given) for given in each.given.values() if type(given) in {int, float}]
        points = [array for given in each.given.values() if (array := array_of(given)) is not None and array.ndim == 1]
        if landscape is None or right is None or own is None or len(distances) != 1 or len(points) != 1:
            continue
        size, whole = len(points[0]), right.shape == own.shape and np.isfinite(own).all()
        if whole and size <= _MOST and right.shape in {(size,), (size, size)} and distances[0] > 0:
            found.append(_Call(landscape.value, points[0], distances[0], right, own))
    return found
