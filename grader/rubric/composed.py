"""Answers made of others: under names, in lists of different lengths, intervals and sets; labels out of a few.

Like `comparison`, each function returns a fact, a `Difference` or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader import exact_kinds
from grader.records import Compared, Difference, DifferenceKind, Form
from grader.rubric import comparison
from grader.rubric.comparison import Subject
from grader.sandbox.values import SetOf
from grader.tolerance import RELATIVE, Tolerance

_SEQUENCES = (list, tuple)
_ANSWER = Subject()


def label(got: object, want: object, among: Sequence[str] = (), *, name: str = "") -> Difference | None:
    """The same label, or the same under every name of a dict; one that is not `among` them is said to be none of them.

    Raises `ValueError` where the expected label is not among them.
    """
    if isinstance(want, dict):
        return comparison.under_names(got, want, lambda one, other, key: label(one, other, among, name=key))
    kind = exact_kinds.KINDS_BY_NAME["label"]
    if among and not any(kind.same(want, one) for one in among):
        raise ValueError(f"the expected label, {want!r:.60}, is not among {', '.join(among)}")
    subject = Subject(Compared.ENTRIES if name else Compared.ANSWER, name)
    difference = comparison.exact(got, want, subject=subject)
    if difference is None or not among:
        return difference
    if difference.kind is DifferenceKind.OTHER_VALUE and any(kind.same(got, one) for one in among):
        return difference
    if difference.kind is DifferenceKind.UNEXPECTED_NONE:
        return comparison.nothing(subject)
    return replace(difference, kind=DifferenceKind.NOT_AMONG, names=tuple(among))


def is_composed(want: object) -> bool:
    """Whether an expected answer is anything else than numbers of one shape."""
    return want is None or isinstance(comparison.as_numbers(want), Difference)


def composed(
    got: object, want: object, *, tolerance: float, scale: float | None, subject: Subject = _ANSWER
) -> Difference | None:
    """An answer of parts, under names or one after another, however nested: each by what is expected there.

    Numbers are held against a tolerance of their own size; truth values, labels and None are exact.
    """
    for path, part, expected in _leaves(got, want, ""):
        if isinstance(part, Difference):
            return part
        at = Subject(Compared.ENTRIES, path) if path else subject
        if is_composed(expected):
            found = comparison.exact(part, expected, subject=at)
        else:
            found = comparison.close(part, expected, tolerance=tolerance, scale=scale, subject=at)
        if found is not None:
            return found
    return None


def _leaves(got: object, want: object, path: str) -> Iterator[tuple[str, object, object]]:
    """Where in an answer what stands, and what is expected there; a `Difference` where it is built otherwise."""
    subject = Subject(Compared.ENTRIES, path)
    if isinstance(want, dict):
        if (wrong := comparison.other_names(got, want, subject)) is not None:
            yield path, wrong, None
            return
        inside = got if isinstance(got, dict) else {}
        for key, expected in want.items():
            yield from _leaves(inside[key], expected, f"{path}.{key}" if path else key)
    elif isinstance(want, _SEQUENCES) and is_composed(want):
        if (wrong := _other_length(got, want, subject)) is not None:
            yield path, wrong, None
            return
        items = got if isinstance(got, _SEQUENCES) else []
        for place, (item, expected) in enumerate(zip(items, want, strict=True)):
            yield from _leaves(item, expected, f"{path}[{place}]")
    else:
        yield path, got, want


def _other_length(got: object, want: Sequence[object], subject: Subject) -> Difference | None:
    if got is None:
        return comparison.nothing(subject)
    if not isinstance(got, _SEQUENCES) or isinstance(got, SetOf):
        return Difference(DifferenceKind.PARTS, *subject, want=str(len(want)), form=Form.ONE)
    if len(got) != len(want):
        return Difference(DifferenceKind.PARTS, *subject, got=str(len(got)), want=str(len(want)))
    return None


def interval(got: object, want: tuple[float, float], tolerance: float = RELATIVE) -> Difference | None:
    """Both ends of an interval, the lower one first; each may be infinite where the expected one is.

    Finite ends are held against a share of the larger of them.  Raises `ValueError` where `want` is no interval.
    """
    low, high = (float(end) for end in want)
    if not low <= high:
        raise ValueError(f"the expected interval, {want!r:.60}, has its lower end above the upper one")
    subject = Subject(Compared.INTERVAL)
    ends = comparison.as_numbers(got, subject)
    if isinstance(ends, Difference):
        return ends
    if ends.shape != (2,):
        return Difference(DifferenceKind.SHAPE, *subject, got=str(ends.shape), want="(2,)")
    if ends[0] > ends[1]:
        return Difference(DifferenceKind.BACKWARDS, *subject, got=f"({ends[0]:g}, {ends[1]:g})")
    size = max((abs(end) for end in (low, high) if np.isfinite(end)), default=0.0)
    compared = (Compared.LOWER_END, Compared.UPPER_END)
    for end, expected, which in zip(ends.tolist(), (low, high), compared, strict=True):
        if (found := _end(end, expected, size, tolerance, Subject(which))) is not None:
            return found
    return None


def _end(got: float, want: float, size: float, tolerance: float, subject: Subject) -> Difference | None:
    if np.isfinite(want):
        return comparison.close(got, want, tolerance=tolerance, scale=size, subject=subject)
    if got == want:
        return None
    return Difference(DifferenceKind.OTHER_VALUE, *subject, got=str(got), want=str(want))


def members(got: object, want: object, tolerance: float = RELATIVE) -> Difference | None:
    """The same members in any order, as often as one likes: numbers or points within the tolerance, labels exactly.

    A set, list, tuple or array is taken.  Raises `ValueError` where two expected members cannot be told apart.
    """
    subject = Subject(Compared.MEMBERS)
    ours, theirs = _members_of(got), _members_of(want)
    if theirs is None:
        raise ValueError(f"the expected answer, {want!r:.60}, is no set")
    if got is None:
        return comparison.nothing(subject)
    if ours is None:
        return comparison.other_form(DifferenceKind.NOT_A_SET, got, subject)
    same = _same_member(theirs, tolerance)
    if any(same(one, other) for place, one in enumerate(theirs) for other in theirs[:place]):
        raise ValueError(f"two members of the expected answer, {want!r:.60}, are one within the tolerance")
    for member in ours:
        if not any(same(member, expected) for expected in theirs):
            return Difference(DifferenceKind.MEMBER_TOO_MANY, *subject, got=_written(member))
    for expected in theirs:
        if not any(same(member, expected) for member in ours):
            has = ", ".join(map(_written, ours[:_SHOWN])) or "set()"
            return Difference(DifferenceKind.MEMBER_MISSING, *subject, got=has, want=_written(expected))
    return None


_SHOWN = 6  # members in a sentence
_MOST = 1000  # members


def _members_of(answer: object) -> list[Any] | None:
    if isinstance(answer, np.ndarray) and answer.ndim and len(answer) <= _MOST:
        return list(answer)
    return list(answer) if isinstance(answer, (*_SEQUENCES, set, frozenset)) and len(answer) <= _MOST else None


def _same_member(want: Sequence[Any], tolerance: float) -> Callable[[object, object], bool]:
    """How two members are held against each other: within a share of the largest number among the expected ones."""
    numbers = [one for member in want for one in np.ravel(_numbers_of(member)).tolist()]
    allowed = Tolerance.of_size(max(map(abs, numbers), default=0.0), tolerance)

    def same(one: object, other: object) -> bool:
        kind = exact_kinds.beside_numbers(other)
        if kind is not None:
            return kind.same(one, other)
        ours, theirs = _numbers_of(one), _numbers_of(other)
        return bool(ours.size and ours.shape == theirs.shape and allowed.holds(ours, theirs).all())

    return same


def _numbers_of(member: object) -> comparison.Array:
    numbers = comparison.as_numbers(member)
    return np.empty(0) if isinstance(numbers, Difference) else numbers


def _written(member: object) -> str:
    numbers = _numbers_of(member)
    if not numbers.size:
        return f"{member!r:.60}"
    shown = ", ".join(f"{number:.6g}" for number in numbers.ravel()[:_SHOWN].tolist())
    return f"({shown})" if numbers.ndim else shown
