"""Whether wrong answers tell of the mistake that made them: a path of NaN, or None each time, may come of any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from grader import exact_kinds
from grader.diagnosis.agreement import agrees
from grader.diagnosis.read_once import read_once
from grader.records import Call, Ending, Outcome

_WARNED = re.compile(r"RuntimeWarning: (divide by zero|invalid value|overflow) encountered")


def tells(calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]) -> bool:
    """Whether what is wrong in some answers holds a number, a label, a shape or an ending; or None beside others."""
    wrong = [call for call in calls if call in theirs and not agrees(call, theirs[call], reference[call])]
    if any(_says_something(theirs[call], reference[call]) for call in wrong):
        return True
    return sum(_is_none(theirs[call]) for call in wrong) > 0 and any(
        call in theirs and not _is_none(theirs[call]) for call in calls
    )


def warned(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Of what NumPy warned meanwhile, which tells where a NaN came from."""
    return frozenset(kind for each in outcomes for kind in _WARNED.findall(each.printed))


def _is_none(outcome: Outcome) -> bool:
    return outcome.ending is Ending.VALUE and read_once(outcome.value) is None


def _says_something(got: Outcome, want: Outcome) -> bool:
    if got.ending is not Ending.VALUE or want.ending is not Ending.VALUE:
        return True
    return got.arguments_after != want.arguments_after or _holds_something(read_once(got.value), read_once(want.value))


def _parts_hold_something(got: Sequence[Any], want: Sequence[Any]) -> bool:
    """Whether one of them does, or is None beside others that are not."""
    lacking = any(ours is None and right is not None for ours, right in zip(got, want, strict=True))
    return any(map(_holds_something, got, want)) or (lacking and any(each is not None for each in got))


def _holds_something(got: Any, want: Any) -> bool:
    if got is None:
        return False
    if isinstance(got, dict) and isinstance(want, dict) and got.keys() == want.keys():
        return _parts_hold_something(list(got.values()), [want[name] for name in got])
    if isinstance(got, tuple) and isinstance(want, tuple) and len(got) == len(want):
        return _parts_hold_something(got, want)
    if exact_kinds.beside_numbers(got) is not None:
        return bool(repr(got) != repr(want))
    try:
        with np.errstate(invalid="ignore", over="ignore"):
            theirs, ours = np.asarray(got, dtype=np.float64), np.asarray(want, dtype=np.float64)
    except (TypeError, ValueError):
        return True
    return theirs.shape != ours.shape or bool((np.isfinite(theirs) & (theirs != ours)).any())
