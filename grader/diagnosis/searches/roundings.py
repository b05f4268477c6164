"""Numbers that are the right ones but for their decimals: rounded to a few, or cut off there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.agreement import agrees
from grader.diagnosis.searches.question import Question
from grader.diagnosis.searches.work import Work
from grader.records import Described, Ending, Family, FoundBy

Array = NDArray[np.float64]

_FEWEST = 6  # numbers that have more decimals than are left
_FEWEST_DIFFERENT = 2
_MOST_DECIMALS = 4
_EXACT = 1e-9  # of what is left: rounding of the last bit alone

# Names of `grader.words.described_paths.TABLES`, before the number of decimals.
_WAYS: dict[str, Callable[[Array, int], Array]] = {
    "rounded": np.round,
    "cut": lambda right, decimals: np.trunc(right * 10.0**decimals) / 10.0**decimals,
}


def described(question: Question, work: Work) -> Described | None:
    """How many decimals all answers were rounded to, or cut at; None where they differ in anything else."""
    pairs = _pairs(question)
    if pairs is None or not pairs:
        return None
    own, right = (np.concatenate(each) for each in zip(*pairs, strict=True))
    work.spend(right.size * len(_WAYS) * (_MOST_DECIMALS + 1))
    for decimals in range(_MOST_DECIMALS + 1):
        for name, way in _WAYS.items():
            left = way(right, decimals)
            changed = np.abs(left - right) > _EXACT
            if changed.sum() < _FEWEST or len(np.unique(own[changed])) < _FEWEST_DIFFERENT:
                continue
            if (np.abs(own - left) <= _EXACT * np.maximum(np.abs(left), 1.0)).all():
                return Described(Family.FORM, FoundBy.PATH_RULE, slot=f"{name}_{decimals}")
    return None


def _pairs(question: Question) -> list[tuple[Array, Array]] | None:
    """The numbers of each answer beside the right ones; None where one is of another form, or was no answer."""
    found: list[tuple[Array, Array]] = []
    for each, outcome, answer in zip(question.ground.asked, question.outcomes, question.answers, strict=True):
        if outcome.ending is not Ending.VALUE or outcome.arguments_after:
            if agrees(each.call, outcome, each.right):
                continue
            return None
        own, right = list(_numbers(answer)), list(_numbers(each.answer))
        if not own or [part.shape for part in own] != [part.shape for part in right]:
            return None
        found += [(one.ravel(), other.ravel()) for one, other in zip(own, right, strict=True)]
    finite = all(np.isfinite(one).all() and np.isfinite(other).all() for one, other in found)
    return found if finite else None


def _numbers(answer: Any) -> Iterator[Array]:
    """The numbers of an answer, each part by itself; of anything else a shape that no numbers have."""
    if isinstance(answer, tuple):
        for part in answer:
            yield from _numbers(part)
    elif isinstance(answer, dict):
        for name in sorted(answer):
            yield from _numbers(answer[name])
    else:
        try:
            yield np.asarray(answer, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            return
