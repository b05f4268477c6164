"""Plain kinds of calls: what an argument tells by itself, that it is 0, is left out, is above another one."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import permutations
from typing import Any

import numpy as np

from grader.diagnosis.agreement import given
from grader.records import Call

Kind = Callable[[Mapping[str, Any]], bool]


@lru_cache(64)  # all hand-ins to an assignment are asked the same calls
def kinds_of(calls: tuple[Call, ...]) -> tuple[tuple[str, frozenset[Call]], ...]:
    """Each plain kind, as a condition or a name of `words.descriptions.REGIONS`, with the calls of it."""
    told = {call: given(call) for call in calls}
    kinds = _kinds(list(told.values()))
    return tuple((where, frozenset(call for call in calls if kind(told[call]))) for where, kind in kinds)


def calls_where(where: str, calls: Sequence[Call]) -> frozenset[Call]:
    """Those of some calls that a kind or a bound names."""
    if (found := dict(kinds_of(tuple(calls))).get(where)) is not None:
        return found
    if (told := _BOUND.fullmatch(where)) is None:
        return frozenset()
    length, name, sign, bound = told[1] or "", told[2], told[3], int(told[4])
    kind: Kind = partial(_compares, name, operator.gt if sign == ">" else operator.lt, bound)
    if length:
        kind = partial(_is_longer if sign == ">" else _is_no_longer, name, bound)
    return frozenset(call for call in calls if kind(given(call)))


_BOUND = re.compile(r"(len)?\(?(\w+)\)? (>|<=?) (-?\d+)")


def bound_between(some: Sequence[Call], others: Sequence[Call]) -> str:
    """A condition on one count that all of some calls fulfil and none of the others; empty where there is none.

    Between numbers that do not follow each other nobody knows where a bound lies.
    """
    told, rest = [given(call) for call in some], [given(call) for call in others]
    for name in sorted(told[0]) if told and rest else ():
        if not all(type(keywords.get(name)) is int for keywords in (*told, *rest)):
            continue
        values, beside = [keywords[name] for keywords in told], [keywords[name] for keywords in rest]
        if min(values) == max(beside) + 1:
            return f"{name} > {max(beside)}"
        if max(values) == min(beside) - 1:
            return f"{name} < {min(beside)}"
    return ""


def _kinds(told: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Kind]]:
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
        lists = [_is_list(name, keywords) for keywords in told]
        if any(lists) and not all(lists):
            yield f"{name} is a list", partial(_is_list, name)
        lengths = {_length(name, keywords) for keywords in told} - {0}
        for length in sorted(each for each in lengths if each + 1 in lengths):  # else nobody knows where a bound lies
            yield f"len({name}) > {length}", partial(_is_longer, name, length)
            yield f"len({name}) <= {length}", partial(_is_no_longer, name, length)


def _is_left_out(name: str, keywords: Mapping[str, Any]) -> bool:
    return name not in keywords


def _compares(name: str, compared: Callable[[Any, Any], bool], other: int | str, keywords: Mapping[str, Any]) -> bool:
    against = keywords.get(other) if isinstance(other, str) else other
    return name in keywords and against is not None and bool(compared(keywords[name], against))


def _is_array(name: str, keywords: Mapping[str, Any]) -> bool:
    return isinstance(keywords.get(name), np.ndarray | list)


def _is_no_array(name: str, keywords: Mapping[str, Any]) -> bool:
    return not _is_array(name, keywords)


def _is_list(name: str, keywords: Mapping[str, Any]) -> bool:
    return isinstance(keywords.get(name), list)


def _length(name: str, keywords: Mapping[str, Any]) -> int:
    value = keywords.get(name)
    return len(value) if isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim) else 0


def _is_longer(name: str, length: int, keywords: Mapping[str, Any]) -> bool:
    return _length(name, keywords) > length


def _is_no_longer(name: str, length: int, keywords: Mapping[str, Any]) -> bool:
    return 0 < _length(name, keywords) <= length


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
