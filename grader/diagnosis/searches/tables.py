"""Rows and columns that are right but for where they stand, or how they are written: what became of the right answer.

A row each: what a right table would have to be done to, that it is the student's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.numbers import array_of
from grader.diagnosis.searches.question import Question
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy

Array = NDArray[np.float64]

_EXACT = 1e-6  # of the largest number of a column
_LARGEST = 100_000  # numbers of a table
_FEWEST_SKIPPED = 3  # rows that show that every second one is left out
_FEWEST_ENDED = 2  # tables that end early, go on, or stand still

# Names of `grader.words.described_paths.TABLES`, each with its kind; the simplest first.
CHANGED: dict[str, tuple[Family, Callable[[Array], Array]]] = {
    "first_row_missing": (Family.START, lambda right: right[1:]),
    "last_row_missing": (Family.INDEX, lambda right: right[:-1]),
    "last_step_missing": (Family.INDEX, lambda right: right[:-1] if len(right) > 1 else right),
    "both_ends_missing": (Family.INDEX, lambda right: right[1:-1]),
    "last_row_alone": (Family.FORM, lambda right: right[-1]),
    "first_row_alone": (Family.FORM, lambda right: right[:1]),
    "transposed": (Family.FORM, lambda right: right.T),
    "columns_exchanged": (Family.FORM, lambda right: right[:, ::-1]),
    "backwards": (Family.FORM, lambda right: right[::-1]),
    "first_row_twice": (Family.START, lambda right: np.vstack([right[:1], right])),
    "last_row_twice": (Family.INDEX, lambda right: np.vstack([right, right[-1:]])),
    "first_row_twice_last_missing": (Family.START, lambda right: np.vstack([right[:1], right[:-1]])),
    "last_row_everywhere": (Family.MEMORY, lambda right: np.repeat(right[-1:], len(right), axis=0)),
    "last_row_after_first": (
        Family.MEMORY,
        lambda right: np.vstack([right[:1], np.repeat(right[-1:], max(len(right) - 1, 0), axis=0)]),
    ),
    "first_row_everywhere": (Family.MEMORY, lambda right: np.repeat(right[:1], len(right), axis=0)),
    "first_column_alone": (Family.FORM, lambda right: right[:, :1]),
    "first_column_flat": (Family.FORM, lambda right: right[:, 0]),
    "flat": (Family.FORM, lambda right: right.ravel()),
    "one_axis_more": (Family.FORM, lambda right: right[np.newaxis]),
    "each_row_twice": (Family.FORM, lambda right: np.repeat(right, 2, axis=0)),
    "each_row_twice_after_first": (
        Family.FORM,
        lambda right: np.vstack([right[:1], np.repeat(right[1:], 2, axis=0)]),
    ),
    "cut_to_integers": (Family.FORM, np.trunc),
    "cut_to_integers_after_first": (Family.FORM, lambda right: np.vstack([right[:1], np.trunc(right[1:])])),
    "rounded_to_integers": (Family.FORM, np.round),
    "moves": (Family.FORM, lambda right: np.diff(right, axis=0)),
    "moves_after_first": (Family.FORM, lambda right: np.vstack([right[:1], np.diff(right, axis=0)])),
    "moves_after_nothing": (Family.FORM, lambda right: np.vstack([np.zeros_like(right[:1]), np.diff(right, axis=0)])),
    "negative": (Family.SIGN, lambda right: -right),
    "running_mean": (
        Family.FORM,
        lambda right: np.cumsum(right, axis=0) / np.arange(1.0, len(right) + 1)[:, np.newaxis],
    ),
}

# The same for tables of which some are right, or where a call decides which change it is: an array that is changed and
# kept again and again has the start in it or not, as the start came as an array or as a list.
_AT_TIMES: dict[str, tuple[Family, list[Callable[[Array], Array]]]] = {
    "last_row_after_first": (
        Family.MEMORY,
        [CHANGED[name][1] for name in ("last_row_everywhere", "last_row_after_first")],
    ),
    "cut_to_integers_at_times": (Family.FORM, [np.trunc]),
}


def described(question: Question, work: Work) -> Described | None:
    """What makes all right answers the student's own."""
    pairs = _pairs(question)
    work.spend(sum(right.size for right, _ in pairs) * len(CHANGED))
    if not pairs or all(_same(right, own) for right, own in pairs):
        return None
    for name, (family, change) in CHANGED.items():
        if all(_is(change, right, own) for right, own in pairs):
            return Described(family, FoundBy.PATH_RULE, slot=name)
    for name, (family, changes) in _AT_TIMES.items():
        if all(_same(right, own) or any(_is(change, right, own) for change in changes) for right, own in pairs):
            return Described(family, FoundBy.PATH_RULE, slot=name)
    return _with_other_rows(pairs)


def _with_other_rows(pairs: Sequence[tuple[Array, Array]]) -> Described | None:
    """What rows there are beside the right ones, or in the place of some."""
    if all(len(own) == len(right) + 1 and _same(right, own[:-1]) for right, own in pairs):
        return Described(Family.INDEX, FoundBy.PATH_RULE, slot="one_row_too_many")
    if _skips(pairs):
        return Described(Family.FORM, FoundBy.PATH_RULE, slot="every_second_row")
    moved = all(own.shape == right.shape and _same(right[1:], own[:-1]) for right, own in pairs)
    if moved and any(len(right) > 2 for right, _ in pairs):
        return Described(Family.INDEX, FoundBy.PATH_RULE, slot="shifted")
    for name, (family, is_so) in _RIGHT_AT_FIRST.items():
        wrong = [(right, own) for right, own in pairs if not _same(right, own)]
        if len(wrong) >= _FEWEST_ENDED and all(is_so(right, own) for right, own in wrong):
            return Described(family, FoundBy.PATH_RULE, slot=name)
    return None


def _ends_early(right: Array, own: Array) -> bool:
    return 0 < len(own) < len(right) and _same(right[: len(own)], own)


def _goes_on(right: Array, own: Array) -> bool:
    return len(own) > len(right) > 0 and _same(right, own[: len(right)])


def _stands_still(right: Array, own: Array) -> bool:
    """Whether rows are right up to one that all others repeat, where the right ones go on."""
    if own.shape != right.shape:
        return False
    moving = np.flatnonzero((own != own[-1]).any(axis=1))
    still = int(moving[-1]) + 1 if moving.size else 0
    return still < len(own) - 1 and _same(right[: still + 1], own[: still + 1])


# What is right up to some row, which may be another one in each table.
_RIGHT_AT_FIRST: dict[str, tuple[Family, Callable[[Array, Array], bool]]] = {
    "ends_early": (Family.INDEX, _ends_early),
    "goes_on": (Family.INDEX, _goes_on),
    "stands_still": (Family.FORM, _stands_still),
}


def _skips(pairs: Sequence[tuple[Array, Array]]) -> bool:
    """Whether row t of each table is the right row 2t, as far as there are right ones; one of them has to show it."""
    seen = [(right[::2], own[: len(right[::2])]) for right, own in pairs if own.shape == right.shape]
    return len(seen) == len(pairs) and (
        max(len(right) for right, _ in seen) >= _FEWEST_SKIPPED and all(_same(right, own) for right, own in seen)
    )


def _pairs(question: Question) -> list[tuple[Array, Array]]:
    """Right tables with what was answered instead; none where an answer is no table."""
    pairs = []
    for each, answer in zip(question.ground.asked, question.answers, strict=True):
        right, own = _table(each.answer), _table(answer)
        if right is None or own is None or right.ndim != 2:
            return []
        pairs.append((right, own))
    return pairs


def _is(change: Callable[[Array], Array], right: Array, own: Array) -> bool:
    try:
        return _same(change(right), own)
    except (ValueError, IndexError):
        return False


def _same(right: Array, own: Array) -> bool:
    if right.shape != own.shape or not right.size:
        return right.size == own.size == 0
    size = np.abs(right).max(axis=0, initial=0.0) if right.ndim == 2 else np.abs(right).max(initial=0.0)
    return bool((np.abs(own - right) <= _EXACT * np.maximum(size, 1e-9)).all())


def _table(answer: Any) -> Array | None:
    table = array_of(answer)
    return table if table is not None and table.size <= _LARGEST and np.isfinite(table).all() else None
