"""A call as it was planned, though it is made on another machine.

Criteria calculate what they ask with: a matrix from an angle, a rate from an exponential.  The last digit of a sine or
a power is the C library's own, so in a browser or on another system an argument may differ in it from the one whose
answer was recorded.  Where integers have 32 bits, as in a browser, arrays of them are of another type, too.  Such a
call is the planned one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any, cast

import numpy as np

from grader import landscapes, schedules
from grader.records import Call
from grader.sandbox import values

AsPlanned = Callable[[Call], Call]

_APART = 1e-12  # far above what C libraries differ by, and far below what any criterion could tell apart


def as_planned(calls: Iterable[Call]) -> AsPlanned:
    """A function that gives the planned call which another one is but for last digits, or else that one itself."""
    planned = set(calls)
    known: dict[Call, Call] = {}

    def find(call: Call) -> Call:
        if call in planned:
            return call
        if call not in known:
            known[call] = next((each for each in planned if _is_same(each, call)), call)
        return known[call]

    return find


def _is_same(planned: Call, call: Call) -> bool:
    if (planned.function, planned.occurrence) != (call.function, call.occurrence):
        return False
    return _alike(values.decode_arguments(planned.arguments), values.decode_arguments(call.arguments))


def _alike(one: Any, other: Any) -> bool:
    """Equal in kind, shape and names, and in numbers but for last digits."""
    if type(one) is not type(other):
        return False
    match one:
        case np.ndarray():
            same = one.shape == other.shape and one.dtype.kind == other.dtype.kind
            found = same and np.allclose(one, other, rtol=_APART, atol=_APART, equal_nan=True)
        case float() | np.floating():
            found = np.allclose(one, other, rtol=_APART, atol=_APART, equal_nan=True)
        case dict():
            found = one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
        case list() | tuple():
            found = len(one) == len(other) and all(map(_alike, one, other))
        case schedules.Schedule():
            found = _alike(schedules.to_data(one), schedules.to_data(other))
        case MethodType():
            found = one.__name__ == other.__name__ and _alike(_recipe(one), _recipe(other))
        case _:
            found = one == other
    return bool(found)


def _recipe(method: MethodType) -> list[object]:
    return landscapes.to_data(cast("landscapes.Landscape", method.__self__))
