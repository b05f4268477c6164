"""Answers that say nothing of what a function computes: its own arguments, zeros, NaN, one constant, or none at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.records import Call, Ending, Outcome
from grader.sandbox import values

Array = NDArray[np.float64]


def says_nothing(answered: Sequence[tuple[Call, Outcome]]) -> bool:
    """Whether every part of each answer is an argument as it came in, zero, NaN or the same in all of several calls."""
    read = [
        (list(_arguments(call)), list(_parts(values.decode_value(outcome.value))))
        for call, outcome in answered
        if outcome.ending is Ending.VALUE
    ]
    if not read:
        return True
    return all(_is_nothing(place, read) for place in range(max(len(parts) for _, parts in read)))


def _is_nothing(place: int, read: Sequence[tuple[list[Array], list[Array]]]) -> bool:
    answers = [(arguments, parts[place]) for arguments, parts in read if place < len(parts)]
    first = answers[0][1]
    constant = len(answers) > 1 and all(_same(part, first) for _, part in answers)
    return constant or all(
        not part.size or not np.nan_to_num(part).any() or any(_same(part, given) for given in arguments)
        for arguments, part in answers
    )


def _arguments(call: Call) -> Iterator[Array]:
    positional, named = values.decode_arguments(call.arguments)
    for given in (*positional, *named.values()):
        yield from _parts(given)


def _parts(value: object) -> Iterator[Array]:
    """The numbers of an answer, each part by itself; a text or a callable is none."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _parts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)
    elif isinstance(value, bool | int | float | np.ndarray | list):
        try:
            yield np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):  # ragged
            return


def _same(one: Array, other: Array) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other, equal_nan=True))
