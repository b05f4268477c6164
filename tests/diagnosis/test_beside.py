"""Where arguments are no numbers, it is told what the answers are of the right ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.searches import beside
from grader.diagnosis.searches.question import Question, ground_of
from grader.diagnosis.searches.work import Work
from grader.records import Call, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words.diagnoses import diagnosis_words

RNG = np.random.default_rng(2)
CALLS = [
    Call("spread", values.encode_arguments((), {"data": RNG.normal(size=(4 + place % 3, 3)), "batch": int(batch)}))
    for place, batch in enumerate(RNG.integers(2, 20, 10))
]


def spread(data: Any, batch: int) -> float:
    return float(np.mean((data - data.mean(axis=0)) ** 2) / batch)


def outcomes(function: Callable[..., Any]) -> tuple[Outcome, ...]:
    asked = (values.decode_arguments(call.arguments)[1] for call in CALLS)
    return tuple(Outcome(Ending.VALUE, values.encode_value(function(**given))) for given in asked)


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (lambda data, batch: spread(data, batch) * batch, "asked * batch"),
        (lambda data, batch: spread(data, batch) * len(data), "asked * len(data)"),
        (lambda data, batch: spread(data, batch) ** 0.5, "sqrt(asked)"),
        (lambda data, batch: -spread(data, batch), "-asked"),
        (lambda data, batch: 0.97 * spread(data, batch), "0.97 * asked"),
        (lambda data, batch: spread(data, batch) + 0.37, "asked + 0.37"),
        (lambda data, batch: min(spread(data, batch), 0.1), "min(asked, 0.1)"),
        (lambda data, batch: max(spread(data, batch), 0.08), "max(asked, 0.08)"),
        (lambda data, batch: min(max(spread(data, batch), 0.05), 0.12), "min(max(asked, 0.05), 0.12)"),
        (lambda data, batch: min(spread(data, batch), 1 / 9), ""),
        (lambda **_: 0.05, ""),
        (spread, ""),
        (lambda data, batch: float(data[0, 0]) + batch, ""),
    ],
)
def test_what_is_done_too_much_or_too_little_at_the_end_is_told(function, formula):
    ground = ground_of("spread", ("data", "batch"), {}, CALLS, CALLS, dict(zip(CALLS, outcomes(spread), strict=True)))

    found = beside.described(Question(ground, outcomes(function)), Work(10**9))

    said = "" if found is None else diagnosis_words(Diagnosis("spread", "it", described=found)).title
    assert said == (
        formula and f"In every call `spread` answers with `{formula}`, where `asked` is what was asked for."
    )


def halves(data: Any, batch: int) -> tuple[float, Any]:
    return spread(data, batch), data.mean(axis=0)


@pytest.mark.parametrize(
    ("function", "title"),
    [
        (
            lambda data, batch: (spread(data, batch), np.abs(data.mean(axis=0))),
            "Your part 2 is `abs(asked)`, where `asked` is what was asked for there.",
        ),
        (
            lambda data, batch: (spread(data, batch), np.clip(data.mean(axis=0), -0.2, 0.2)),
            "Your part 2 is `min(max(asked, -0.2), 0.2)`, where `asked` is what was asked for there.",
        ),
        (lambda data, batch: (spread(data, batch) ** 3 + data[0, 0], np.abs(data.mean(axis=0))), ""),
    ],
)
def test_parts_of_several_sizes_are_told_each_by_itself(function, title):
    right = dict(zip(CALLS, outcomes(halves), strict=True))
    ground = ground_of("spread", ("data", "batch"), {}, CALLS, CALLS, right)

    found = beside.described(Question(ground, outcomes(function)), Work(10**9))

    assert ("" if found is None else diagnosis_words(Diagnosis("spread", "it", described=found)).title) == title


def test_a_part_that_is_made_of_another_one_is_not_told_besides():
    def moved(data: Any, batch: int, bound: float = np.inf) -> tuple[float, float]:
        step = min(spread(data, batch), bound)
        return float(data[0, 0]) + step, step

    ground = ground_of("spread", ("data", "batch"), {}, CALLS, CALLS, dict(zip(CALLS, outcomes(moved), strict=True)))

    found = beside.described(Question(ground, outcomes(lambda **given: moved(**given, bound=0.1))), Work(10**9))

    assert found is not None
    assert [(each.formula, each.part) for each in found.pieces] == [("min(asked, 0.1)", "part 2")]
