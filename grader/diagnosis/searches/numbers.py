"""Answers that are numbers, laid out in columns: arguments, own and right answers, a row for each number of an answer.

A matrix or a vector among the arguments is told by what is known of it: its eigenvalues, its length, its sum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.question import Ground, Question

Array = NDArray[np.float64]

_PARTS = 3  # of an answer, at most
_MOST = 2000  # rows
_LARGEST = 12  # rows of a matrix

_OF_MATRIX: dict[str, Callable[[Array], float]] = {
    "lambda_max({})": lambda m: float(np.linalg.eigvalsh(m)[-1]),
    "lambda_min({})": lambda m: float(np.linalg.eigvalsh(m)[0]),
    "trace({})": lambda m: float(np.trace(m)),
    "det({})": lambda m: float(np.linalg.det(m)),
    "length({})": lambda m: float(np.linalg.norm(m)),
    "max({})": lambda m: float(m.max()),
    "min({})": lambda m: float(m.min()),
    "max(diagonal({}))": lambda m: float(np.diag(m).max()),
    "min(diagonal({}))": lambda m: float(np.diag(m).min()),
    "{}[0, 0]": lambda m: float(m[0, 0]),
    "{}[-1, -1]": lambda m: float(m[-1, -1]),
    "largest_row_sum({})": lambda m: float(np.abs(m).sum(axis=1).max()),
    "len({})": lambda m: float(len(m)),
}
_OF_VECTOR: dict[str, Callable[[Array], float]] = {
    "length({})": lambda v: float(np.linalg.norm(v)),
    "sum({})": lambda v: float(v.sum()),
    "mean({})": lambda v: float(v.mean()),
    "max({})": lambda v: float(v.max()),
    "min({})": lambda v: float(v.min()),
    "{}[0]": lambda v: float(v[0]),
    "{}[-1]": lambda v: float(v[-1]),
    "len({})": lambda v: float(len(v)),
}


class Columns(msgspec.Struct, frozen=True):
    """`given` maps what is known of the arguments to shape (n,); `own` and `right` hold the parts of the answers."""

    given: Mapping[str, Array]
    own: tuple[Array, ...]
    right: tuple[Array, ...]


class _Row(msgspec.Struct, frozen=True):
    given: Mapping[str, Array]
    parts: tuple[Array, ...]


def columns(question: Question) -> Columns | None:
    """None where an answer is anything else than numbers, or is cut off at NaN or infinity."""
    ground = question.ground
    rows, own = [], []
    for each, answer in zip(ground.asked, question.answers, strict=True):
        right, theirs = parts_of(each.answer), parts_of(answer)
        if right is None or theirs is None or [part.shape for part in right] != [part.shape for part in theirs]:
            return None
        known = _known(each.given, right[0].shape)
        if known is None:
            return None
        rows.append(_Row(known, right))
        own.append(theirs)
    if not rows or len({(*row.given, len(row.parts)) for row in rows}) != 1:
        return None
    given = {name: np.concatenate([row.given[name] for row in rows]) for name in rows[0].given}
    count = len(rows[0].parts)
    laid = Columns(
        given,
        tuple(np.concatenate([parts[part].ravel() for parts in own]) for part in range(count)),
        tuple(np.concatenate([row.parts[part].ravel() for row in rows]) for part in range(count)),
    )
    whole = all(np.isfinite(each).all() for each in (*given.values(), *laid.own, *laid.right))
    return laid if whole and 0 < len(laid.own[0]) <= _MOST else None


def kinds_of(ground: Ground) -> bool:
    """Whether a function of numbers is asked for at all: what right answers are."""
    return all(parts_of(each.answer) is not None for each in ground.asked)


def _known(given: Mapping[str, Any], shape: tuple[int, ...]) -> dict[str, Array] | None:
    """What is known of the arguments for each number of an answer; None where one is nothing of the kind."""
    known: dict[str, Array] = {}
    size = int(np.prod(shape))
    for name, value in given.items():
        array = numbers_of(value)
        if array is None:
            return None
        if array.shape in {(), shape}:
            known[name] = np.broadcast_to(array, shape).ravel()
        elif array.ndim == 2 and array.shape[0] == array.shape[1] <= _LARGEST and array.size:
            known |= {form.format(name): np.full(size, of(array)) for form, of in _OF_MATRIX.items()}
        elif array.ndim == 1 and array.size:
            known |= {form.format(name): np.full(size, of(array)) for form, of in _OF_VECTOR.items()}
        else:
            return None
    return known or None


def parts_of(answer: Any) -> tuple[Array, ...] | None:
    """One number or array, or the parts of a tuple."""
    parts = list(answer) if type(answer) is tuple else [answer]
    found = [numbers_of(part) for part in parts]
    whole = tuple(part for part in found if part is not None)
    return whole if 0 < len(whole) == len(parts) <= _PARTS else None


def array_of(answer: Any) -> Array | None:
    """A list or an array as an array, of any shape; None where it is anything else."""
    return numbers_of(answer) if isinstance(answer, list | np.ndarray) else None


def numbers_of(value: Any) -> Array | None:
    """A value as an array; None where it is anything else."""
    if isinstance(value, bool | str | dict | tuple) or value is None or callable(value):
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
