"""A known mistake that is made in calls of one plain kind, while all others are answered as asked.

A kind is what an argument tells by itself: it is 0, it is left out, it is above another one.  Three calls of the
kind at least must show the mistake, by answers that differ: fewer, or one number all along, may be due to another one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import permutations
from typing import Any

import msgspec
import numpy as np

from grader.diagnosis.agreement import agrees, given
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.records import Call, Described, Family, FoundBy, Outcome

_FEWEST = 2  # calls that do not have the mistake
_FEWEST_DIFFERENT = 3  # answers by which the others show it

Kind = Callable[[Mapping[str, Any]], bool]


def made_in_some_calls(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
    candidates: Sequence[KnownMistake],
) -> list[KnownMistake]:
    """The known mistakes that explain a function's answers in calls of one kind, described; none if none does."""
    if not all(call in theirs for call in calls):
        return []
    wrong = {call for call in calls if not agrees(call, theirs[call], reference[call])}
    if len({theirs[call].value for call in wrong}) < _FEWEST_DIFFERENT or len(wrong) == len(calls):
        return []
    found: dict[str, KnownMistake] = {}
    fitting = [each for each in candidates if each.words is not None and _fits(wrong, theirs, each)]
    for where, inside in _by_kind(tuple(calls)) if fitting else ():
        if not wrong <= inside or len(calls) - len(inside) < _FEWEST:
            continue
        for mistake in fitting:
            elsewhere = [call for call in calls if call not in inside and call in mistake.outcomes]
            if _agrees_on(inside, theirs, reference, mistake) and elsewhere:
                found.setdefault(mistake.id, _described(function, mistake, where))
    return [_with_others(each, len(found) - 1) for each in found.values()][:1]


@lru_cache(64)  # all hand-ins to an assignment are asked the same calls
def _by_kind(calls: tuple[Call, ...]) -> tuple[tuple[str, frozenset[Call]], ...]:
    """Each plain kind with the calls of it."""
    told = {call: given(call) for call in calls}
    kinds = _kinds(list(told.values()))
    return tuple((where, frozenset(call for call in calls if kind(told[call]))) for where, kind in kinds)


def _fits(wrong: set[Call], theirs: Mapping[Call, Outcome], mistake: KnownMistake) -> bool:
    return all(call in mistake.outcomes and agrees(call, theirs[call], mistake.outcomes[call]) for call in wrong)


def _agrees_on(
    calls: Iterable[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome], mistake: KnownMistake
) -> bool:
    return all(agrees(call, theirs[call], mistake.outcomes.get(call) or reference[call]) for call in calls)


def _described(function: str, mistake: KnownMistake, where: str) -> KnownMistake:
    words = () if mistake.words is None else (mistake.words,)
    described = Described(Family.FORM, FoundBy.SOME_CALLS, mistakes=words, where=where)
    return KnownMistake(described_name(described), function, {}, described=described)


def _with_others(mistake: KnownMistake, others: int) -> KnownMistake:
    described = None if mistake.described is None else msgspec.structs.replace(mistake.described, others=others)
    return msgspec.structs.replace(mistake, described=described)


def _kinds(told: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Kind]]:
    """Plain kinds of calls: a condition in the statement's names, and whether it holds of some arguments."""
    names = sorted({name for keywords in told for name in keywords})
    for name in names:
        if any(name not in keywords for keywords in told):
            yield f"{name} left out", partial(_is_left_out, name)
    numbers = [name for name in names if all(_is_number(keywords.get(name, 0)) for keywords in told)]
    for name in numbers:
        yield f"{name} = 0", partial(_compares, name, operator.eq, 0)
        yield f"{name} = 1", partial(_compares, name, operator.eq, 1)
        yield f"{name} < 0", partial(_compares, name, operator.lt, 0)
        yield f"{name} > 0", partial(_compares, name, operator.gt, 0)
    counts = [name for name in numbers if all(type(keywords.get(name, 0)) is int for keywords in told)]
    for one, other in permutations(counts, 2):
        yield f"{one} > {other}", partial(_compares, one, operator.gt, other)
        yield f"{one} = {other}", partial(_compares, one, operator.eq, other)
        yield f"{one} <= {other}", partial(_compares, one, operator.le, other)
    for name in names:
        arrays = [_is_array(name, keywords) for keywords in told]
        if any(arrays) and not all(arrays):
            yield "arrays", partial(_is_array, name)
            yield "numbers", partial(_is_no_array, name)


def _is_left_out(name: str, keywords: Mapping[str, Any]) -> bool:
    return name not in keywords


def _compares(name: str, compared: Callable[[Any, Any], bool], other: int | str, keywords: Mapping[str, Any]) -> bool:
    against = keywords.get(other) if isinstance(other, str) else other
    return name in keywords and against is not None and bool(compared(keywords[name], against))


def _is_array(name: str, keywords: Mapping[str, Any]) -> bool:
    return isinstance(keywords.get(name), np.ndarray | list)


def _is_no_array(name: str, keywords: Mapping[str, Any]) -> bool:
    return not _is_array(name, keywords)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
