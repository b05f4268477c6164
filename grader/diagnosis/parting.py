"""Where right ways to go on part: a path that grows without bound, or wanders, makes rounding as large as itself.

Nothing can be said of what comes after; of what comes before as much as of any other path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from grader.diagnosis.agreement import agrees
from grader.records import Call, Ending, Outcome
from grader.sandbox import values

_FEWEST: Final = 3  # rows that must be left
_MUCH: Final = 1e6  # times its beginning


def is_path(outcome: Outcome) -> bool:
    """Whether an answer has rows enough to part somewhere."""
    if outcome.ending is not Ending.VALUE:
        return False
    path = values.decode_value(outcome.value)
    return isinstance(path, np.ndarray) and path.ndim == 2 and len(path) > _FEWEST and path.dtype.kind == "f"


def grows(path: Outcome) -> bool:
    """Whether a path leaves every bound."""
    size = np.abs(values.decode_value(path.value)).max(axis=1)
    return not np.isfinite(size).all() or float(size.max()) > _MUCH * max(float(size[0]), 1.0)


def coarseness(answers: Mapping[Call, Outcome], exact: Mapping[Call, Outcome]) -> float:
    """By how much a right way rounds otherwise: the largest distance on any path, as a share of its size."""
    return max((_distance(answers[call], outcome) for call, outcome in exact.items()), default=0.0)


def _distance(one: Outcome, other: Outcome) -> float:
    if not (is_path(one) and is_path(other)):
        return 0.0
    got, want = (np.asarray(values.decode_value(each.value), dtype=np.float64) for each in (one, other))
    if got.shape != want.shape:
        return 0.0
    return float(np.abs(got - want).max() / max(float(np.abs(want).max()), 1e-300))


def part(call: Call, one: Outcome, other: Outcome) -> bool:
    """Whether two paths begin alike, and do not end so."""
    return other.ending is Ending.VALUE and agrees(call, other, one, _FEWEST) and not agrees(call, other, one)


def rows_before_parting(call: Call, want: Outcome, others: Iterable[Outcome]) -> int | None:
    """How many rows of a path all right ways have in common; None where they never part."""
    rows = whole = len(values.decode_value(want.value))
    for other in others:
        if not part(call, want, other):  # or it differs by more than rounding
            continue
        while not agrees(call, other, want, rows):
            rows -= 1
    return None if rows == whole else rows
