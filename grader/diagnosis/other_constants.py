"""Right formula, other constant: what the reference answers when one parameter of every call is changed.

Where no known mistake fits, an answer may still be the reference's for twice the learning rate, or for a momentum
that was written down as 0.9.  The changed calls are the instructor's own and are recorded beforehand, like known
mistakes; no student's answer ever reaches the reference.  Every planned call is changed, the hidden ones and those that
leave the parameter at its default too: a fit that a recorded answer contradicts is no fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from grader.diagnosis.agreement import agrees
from grader.diagnosis.known_mistakes import KnownMistake
from grader.records import Call, Ending, OtherConstant, Outcome, Transcript
from grader.sandbox import values


class Change(msgspec.Struct, frozen=True):
    """One parameter of a function, taken otherwise."""

    function: str
    parameter: str
    name: str
    fixed: bool  # the same value whatever is given
    calls: Mapping[Call, Call]  # as it was asked → as it would have to be asked


_FACTORS: dict[str, Callable[[float], float]] = {
    "twice": lambda value: 2 * value,
    "half": lambda value: value / 2,
    "ten_times": lambda value: 10 * value,
    "a_tenth": lambda value: value / 10,
    "squared": lambda value: value * value,
    "square_root": lambda value: math.sqrt(abs(value)),
    "one_minus": lambda value: 1 - value,
}
_SHIFTS: dict[str, Callable[[float], float]] = {
    "one_more": lambda value: value + 1,
    "one_less": lambda value: value - 1,
}
# What students write down instead of using the parameter.
_FIXED: dict[str, tuple[float, ...]] = {
    "lr": (0.1, 0.01, 0.001),
    "lr0": (0.1, 0.01, 1.0),
    "momentum": (0.9, 0.5, 0.99),
    "alpha": (0.9, 0.5, 0.99),
    "beta1": (0.9, 0.99, 0.8, 0.5),
    "beta2": (0.999, 0.99, 0.9, 0.9999),
    "eps": (1e-8, 1e-7, 1e-6, 1e-4, 1e-3),
    "gamma": (0.9, 0.99, 0.95),
    "factor": (0.5, 0.1),
}
_SHARES = ("beta1", "beta2")  # of itself that an average keeps
_COUNTS = ("t", "total", "every", "warmup")


def changes(function: str, calls: Sequence[Call], defaults: Mapping[str, float]) -> Iterator[Change]:
    """Every change of a parameter that some of the calls are sensitive to by their bytes.

    `defaults` are the values of the parameters that a call may leave out.
    """
    asked = {call: values.decode_arguments(call.arguments)[1] for call in calls if call.function == function}
    for parameter in sorted({*defaults, *(name for keywords in asked.values() for name in keywords)}):
        default = defaults.get(parameter)
        for name, change in _ways(parameter):
            changed = {call: _changed(call, keywords, parameter, change, default) for call, keywords in asked.items()}
            if any(before != after for before, after in changed.items()):
                yield Change(function, parameter, name, isinstance(change, partial), changed)


def _ways(parameter: str) -> Iterable[tuple[str, Callable[[float], float]]]:
    if parameter in _COUNTS:
        yield from _SHIFTS.items()
    if parameter in _FIXED:
        yield from _FACTORS.items()
        for constant in _FIXED[parameter]:
            yield f"always_{constant:g}", partial(_instead, constant)


def _instead(constant: float, _: float) -> float:
    return constant


def _changed(
    call: Call, keywords: dict[str, Any], parameter: str, change: Callable[[float], float], default: float | None
) -> Call:
    value = keywords.get(parameter, default)
    if not isinstance(value, int | float) or (new := change(value)) == value:
        return call
    if parameter in _SHARES and value < 1 <= new:  # an average that keeps more than all of itself is nobody's
        return call
    return Call(call.function, values.encode_arguments((), {**keywords, parameter: new}), call.occurrence)


def known_change(
    change: Change, answers: Mapping[Call, Outcome], reference: Transcript, public: Collection[Call]
) -> KnownMistake | None:
    """The change as something that a submission's answers can be compared with.

    None where it cannot be told apart by a public call that names the parameter: students are shown its numbers.
    """
    outcomes = {before: answers[after] for before, after in change.calls.items() if before != after}
    shown = [
        call
        for call, outcome in outcomes.items()
        if call in public
        and outcome.ending is Ending.VALUE
        and change.parameter in values.decode_arguments(call.arguments)[1]
        and not agrees(call, outcome, reference.outcomes[call])
    ]
    if not shown:
        return None
    before = values.decode_arguments(shown[0].arguments)[1][change.parameter]
    after = values.decode_arguments(change.calls[shown[0]].arguments)[1][change.parameter]
    return KnownMistake(
        id=f"{change.parameter}_{change.name}".replace("-", "_").replace(".", "_"),
        function=change.function,
        outcomes=outcomes,
        constant=OtherConstant(change.parameter, "" if change.fixed else change.name, float(before), float(after)),
    )
