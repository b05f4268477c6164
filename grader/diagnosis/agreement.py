"""Whether two answers are the same behaviour: within tolerance, written in whatever way, with the same ending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader import exact_kinds
from grader.diagnosis.read_once import read_once
from grader.records import Call, Ending, Outcome
from grader.sandbox import values
from grader.tolerance import Tolerance

Array = NDArray[np.float64]


@lru_cache(2048)
def given(call: Call) -> Mapping[str, Any]:
    """The arguments of a call under their names, read once: nobody changes them."""
    return MappingProxyType(values.decode_arguments(call.arguments)[1])


@lru_cache(2048)
def has_nothing_to_do(call: Call) -> bool:
    """Whether a call asks for no steps, or hands over a path without rows."""
    keywords = given(call)
    path = keywords.get("trajectory")
    return keywords.get("steps") == 0 or (isinstance(path, list | np.ndarray) and len(path) == 0)


def agrees_on(
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
    mistaken: Mapping[Call, Outcome],
    rows: Mapping[Call, int] = MappingProxyType({}),
) -> bool:
    """Whether a submission answers all calls as the reference does with some answers replaced."""
    return all(
        call in theirs and agrees(call, theirs[call], mistaken.get(call) or reference[call], rows.get(call))
        for call in calls
    )


def brings_about(mistaken: Mapping[Call, Outcome], call: Call, got: Outcome) -> bool:
    """Whether an answer that agrees with a mistake's is another than asked because of it.

    It is not where the mistake leaves the right answer, nor where only the kind differs: 6.0 for a mistake's own 6.
    """
    mistake = mistaken.get(call)
    if mistake is None:
        return False
    if got.ending is not Ending.VALUE or mistake.ending is not Ending.VALUE:
        return True
    theirs, own = read_once(got.value), read_once(mistake.value)
    kind = exact_kinds.kind_of(own)
    return kind is None or kind.given(theirs, own) is not None


def agrees(call: Call, got: Outcome, want: Outcome, rows: int | None = None) -> bool:
    """Whether two outcomes of one call are the same behaviour: ending, value within tolerance, arguments afterwards.

    Of paths only so many `rows` are looked at.
    """
    if got.counts_as is not want.counts_as:
        return False
    if got.ending is not Ending.VALUE:
        return got.error == want.error
    if got.value == want.value and got.arguments_after == want.arguments_after:
        return True
    if bool(got.arguments_after) != bool(want.arguments_after) or _far_longer(got, want):
        return False
    same = _says_the_same(got.value, want.value, scale_of(call), rows)
    return same and (not got.arguments_after or _says_the_same(got.arguments_after, want.arguments_after, None, None))


@lru_cache(2048)  # what is looked for in several ways is compared once for all of them
def _says_the_same(got: bytes, want: bytes, scale: float | None, rows: int | None) -> bool:
    theirs, expected = _cut(read_once(got), rows), _expected(want, scale, rows)
    if expected is None or not isinstance(theirs, np.ndarray | list | float):
        return _same_values(theirs, _cut(read_once(want), rows), scale)
    return _same_numbers(theirs, *expected)


@lru_cache(4096)
def _expected(value: bytes, scale: float | None, rows: int | None) -> tuple[Array, Tolerance] | None:
    """Numbers and how far an answer may lie from them; None where there is something else among them."""
    numbers = _cut(read_once(value), rows)
    if not isinstance(numbers, np.ndarray | list | float):
        return None
    try:
        with np.errstate(invalid="ignore", over="ignore"):  # extended precision holds more
            ours = np.asarray(numbers, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return ours, _tolerance_of(ours, scale)


def _cut(value: Any, rows: int | None) -> Any:
    return value[:rows] if rows is not None and isinstance(value, np.ndarray | list) else value


def _far_longer(got: Outcome, want: Outcome) -> bool:
    """Whether an answer is too long to be the same; a hostile one takes long to read, and would stay in memory."""
    return len(got.value) > _LONGER * len(want.value) or len(got.arguments_after) > _LONGER * len(want.arguments_after)


_LONGER = 50  # how many times as many bytes the same numbers may take: a list of NumPy's scalars, for one array of i1


@lru_cache(2048)
def scale_of(call: Call) -> float | None:
    """The size that a rate is compared on; None where the answer's own size counts."""
    scale = given(call).get("lr0")
    return float(scale) if isinstance(scale, int | float) else None


def _same_values(got: Any, want: Any, scale: float | None) -> bool:
    exact = exact_kinds.beside_numbers(want) or exact_kinds.beside_numbers(got)
    if exact is not None or got is None or want is None:
        return got is want if exact is None else exact.same(got, want)
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and got.keys() == want.keys()
            and all(_same_values(got[name], want[name], scale) for name in want)
        )
    if isinstance(want, tuple) and isinstance(got, tuple):
        return len(got) == len(want) and all(map(_same_values, got, want, [scale] * len(want)))
    try:
        with np.errstate(invalid="ignore", over="ignore"):
            ours = np.asarray(want, dtype=np.float64)
    except (TypeError, ValueError):  # ragged lists, or None among numbers
        return bool(repr(got) == repr(want))
    return _same_numbers(got, ours, _tolerance_of(ours, scale))


def _tolerance_of(ours: Array, scale: float | None) -> Tolerance:
    if scale is not None:
        return Tolerance.of_size(scale)
    finite = np.where(np.isfinite(ours), ours, 0.0)  # a run that diverged is the same where it diverged alike
    return Tolerance.of_columns(finite) if ours.ndim == 2 else Tolerance.of_values(finite)


def _same_numbers(got: Any, ours: Array, tolerance: Tolerance) -> bool:
    try:
        with np.errstate(invalid="ignore", over="ignore"):
            theirs = np.asarray(got, dtype=np.float64)
    except (TypeError, ValueError):
        return False
    if ours.shape != theirs.shape:
        return False
    close = tolerance.holds(theirs, ours)
    return bool(close.all() or (close | (theirs == ours) | (np.isnan(theirs) & np.isnan(ours))).all())
