"""What a function's numbers are made of, where that is one product of its arguments or a sum of two.

Every planned call is looked at, hidden ones too, and each entry of arrays is a call of its own: a formula that one
answer contradicts is none.  It describes the student's numbers and says nothing of the reference's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.formula_fit import formula
from grader.diagnosis.read_once import read_once
from grader.records import Call, Ending, Made, Outcome
from grader.sandbox import values

Array = NDArray[np.float64]

_PARTS = 3  # of an answer, at most
_MOST = 2000  # numbers that are looked at
_APART = 1e-6  # of the largest expected number: what is nearer is right


def made_of(
    calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> tuple[Made, ...]:
    """A formula for each part of the answers that is wrong; none where one of them has no formula."""
    told: list[_Row] = []
    entries = 0
    for call in calls:
        row = _row(call, theirs.get(call), reference[call])
        if row is None or (entries := entries + len(row[1][0])) > _MOST:
            return ()
        told.append(row)
    if not told:
        return ()
    names = told[0][0].keys()
    parts = len(told[0][1])
    if any(row[0].keys() != names or len(row[1]) != parts for row in told):
        return ()
    arguments = {name: np.concatenate([row[0][name] for row in told]) for name in names}
    own = [np.concatenate([row[1][part] for row in told]) for part in range(parts)]
    asked = [np.concatenate([row[2][part] for row in told]) for part in range(parts)]
    if not all(np.isfinite(each).all() for each in (*arguments.values(), *own, *asked)):
        return ()
    wrong = [part for part in range(parts) if _is_apart(own[part], asked[part])]
    found: list[Made] = []
    for part in reversed(wrong):  # what a part is made of comes, as a rule, behind it
        from_own = formula(arguments | _others(own, part), own[part]) if parts > 1 else None
        as_asked = formula(arguments | _others(asked, part), asked[part]) if parts > 1 else None
        goes_on_rightly = from_own is not None and from_own == as_asked  # but for the other part that it is made of
        if found and goes_on_rightly:
            continue
        text = formula(arguments, own[part]) or (None if goes_on_rightly else from_own)
        if text is None:
            return ()
        found.append(Made(text, part + 1 if parts > 1 else 0))
    return tuple(reversed(found))


def made_name(found: Sequence[Made]) -> str:
    """A name for these very formulas, by which hand-ins that have the same are counted together."""
    told = "; ".join(f"{each.part} {each.formula}" for each in found)
    return f"made_of_{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _is_apart(own: Array, asked: Array) -> bool:
    return bool(np.abs(own - asked).max() > _APART * max(float(np.abs(asked).max()), 1e-9))


def _others(parts: Sequence[Array], part: int) -> dict[str, Array]:
    """The other parts of the answers, by the names that a formula has for them."""
    return {f"part {other + 1}": numbers for other, numbers in enumerate(parts) if other != part}


_Row = tuple[dict[str, Array], list[Array], list[Array]]  # arguments, own parts and expected parts, entry by entry


def _row(call: Call, got: Outcome | None, want: Outcome) -> _Row | None:
    """What one call tells; None where it is asked or answered with something else than numbers."""
    numbers = _numbers(call)
    if not numbers or got is None or got.ending is not Ending.VALUE or want.ending is not Ending.VALUE:
        return None
    own, asked = _parts(read_once(got.value)), _asked_parts(want.value)
    if own is None or asked is None or len(own) != len(asked):
        return None
    count = len(numbers)
    flat = _entries((*numbers.values(), *own, *asked), count)
    if flat is None:
        return None
    return dict(zip(numbers, flat[:count], strict=True)), flat[count : count + len(own)], flat[count + len(own) :]


def _entries(arrays: Sequence[Array], arguments: int) -> list[Array] | None:
    """Arrays entry by entry, all of one length; None unless the answers' parts have a shape that the arguments fit."""
    if not any(each.ndim for each in arrays):
        return [each.reshape(1) for each in arrays]
    shape = arrays[arguments].shape
    try:
        fitting = np.broadcast_shapes(*(each.shape for each in arrays))
    except ValueError:
        return None
    if any(part.shape != fitting for part in arrays[arguments:]):
        return None
    return [np.array(np.broadcast_to(each, shape), dtype=np.float64).ravel() for each in arrays]


@lru_cache(2048)  # of hand-ins to one assignment the same calls are looked at
def _numbers(call: Call) -> dict[str, Array]:
    """The arguments of a call; none where one of them is no number."""
    keywords = values.decode_arguments(call.arguments)[1]
    try:
        return {name: np.asarray(value, dtype=np.float64) for name, value in keywords.items()}
    except (TypeError, ValueError):
        return {}


@lru_cache(2048)
def _asked_parts(value: bytes) -> list[Array] | None:
    return _parts(read_once(value))


def _parts(answer: Any) -> list[Array] | None:
    """One number or array, or the parts of a pair."""
    parts = list(answer) if type(answer) is tuple else [answer]
    if not 0 < len(parts) <= _PARTS or any(isinstance(part, bool | str | dict | tuple) for part in parts):
        return None
    try:
        return [np.asarray(part, dtype=np.float64) for part in parts]
    except (TypeError, ValueError):
        return None
