"""The one order in which searches are asked, and what each may do: the first that finds something is believed.

Another search is a module beside this one and a row here.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from grader.diagnosis.searches import (
    almost,
    beside,
    conventions,
    counts,
    curves,
    formulas,
    moments,
    quotients,
    roundings,
    steps,
    tables,
)
from grader.diagnosis.searches.question import Question
from grader.diagnosis.searches.work import Spent, Work
from grader.records import Described

_MILLION = 1_000_000
SEARCHES: tuple[tuple[Callable[[Question, Work], Described | None], int], ...] = (
    (conventions.described, 100 * _MILLION),
    (tables.described, 100 * _MILLION),
    (roundings.described, 100 * _MILLION),
    (counts.described, 100 * _MILLION),
    (formulas.described, 600 * _MILLION),
    (beside.described, 300 * _MILLION),
    (steps.described, 1500 * _MILLION),
    (curves.described, 600 * _MILLION),
    (moments.described, 2000 * _MILLION),
    (quotients.described, 10 * _MILLION),
    (almost.described, 100 * _MILLION),
)


def description(question: Question, *, share: float = 1.0) -> Described | None:
    """What is found of a function's answers, with a share of the work that a search may do; the same everywhere."""
    for search, budget in SEARCHES:
        try:
            with np.errstate(all="ignore"):  # a formula that has no value somewhere is no trouble
                found = search(question, Work(int(share * budget)))
        except Spent:
            continue
        except Exception:  # noqa: BLE001, S112 - an answer that a search stumbles over must keep nobody from a grade
            continue
        if found is not None:
            return msgspec.structs.replace(found, shown=question.shown, seen_alone=question.ground.seen_alone)
    return None
