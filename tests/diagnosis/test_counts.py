"""A count along a path is told by the choice that is another one than asked, and by nothing where several differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.searches import counts
from grader.diagnosis.searches.question import Ground, Question, ground_of
from grader.diagnosis.searches.work import Work
from grader.records import Call, Diagnosis, Ending, Family, Outcome
from grader.sandbox import values
from grader.words import described_counts
from grader.words.diagnoses import diagnosis_words

RNG = np.random.default_rng(11)
NAMES = ("trajectory", "minimum", "tol")
PATHS = [np.abs(RNG.normal(size=(12, 2))) * 0.8 ** np.arange(12)[:, None] + 1 for _ in range(12)]
CALLS = [
    Call("count", values.encode_arguments((), dict(zip(NAMES, (path, np.array([1.0, 1.0]), tol), strict=True))))
    for path, tol in zip([*PATHS, PATHS[0], np.zeros((0, 2))], [*RNG.uniform(0.1, 0.5, 12), 1e-6, 0.5], strict=True)
]


def right(trajectory: Any, minimum: Any, tol: float) -> int | None:
    distances = np.linalg.norm(trajectory - minimum, axis=1)
    outside = np.flatnonzero(distances > tol)
    first = int(outside[-1]) + 1 if len(outside) else 0
    return first if first < len(distances) else None


def first_entry(trajectory: Any, minimum: Any, tol: float) -> int | None:
    within = np.flatnonzero(np.linalg.norm(trajectory - minimum, axis=1) <= tol)
    return int(within[0]) if len(within) else None


def outcomes(function: Callable[..., Any]) -> tuple[Outcome, ...]:
    asked = (values.decode_arguments(call.arguments)[1] for call in CALLS)
    return tuple(Outcome(Ending.VALUE, values.encode_value(function(**given))) for given in asked)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ground_of("count", NAMES, {}, CALLS, CALLS, dict(zip(CALLS, outcomes(right), strict=True)))


STAYS = "Your count is that of the first row from which on all are within."


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (
            lambda trajectory, minimum, tol: sum(float(np.linalg.norm(row - minimum)) > tol for row in trajectory),
            "Your count is that of all rows that are not within.",
        ),
        (
            lambda trajectory, minimum, tol: next(
                (at for at in range(len(trajectory) - 1, -1, -1) if np.linalg.norm(trajectory[at] - minimum) > tol),
                None,
            ),
            "Your count is that of the last row that is not within.",
        ),
        (first_entry, "Your count is that of the first row that is within."),
        (
            lambda **given: -1 if right(**given) is None else right(**given),
            f"{STAYS} Where there is none, it is \u22121.",
        ),
        (lambda **given: None if (found := right(**given)) is None else found + 1, f"{STAYS} It is 1 more."),
        (
            lambda trajectory, minimum, tol: right(trajectory**1, minimum * 0, tol + 1),
            "",
        ),
        (right, ""),
        (lambda **_: 3, ""),
        (lambda trajectory, **_: len(trajectory), ""),
        (lambda trajectory, **_: len(trajectory) - 1, ""),
        (lambda **_: True, ""),
        (lambda **_: "text", ""),
    ],
)
def test_the_choice_that_is_another_one_is_told(function, sentence, ground):
    found = counts.described(Question(ground, outcomes(function)), Work(10**9))

    assert ("" if found is None else diagnosis_words(Diagnosis("count", "it", described=found)).title) == sentence


def test_every_choice_has_its_words():
    assert counts.DISTANCES.keys() == described_counts.DISTANCES.keys()
    assert counts.TOLERANCES.keys() == described_counts.TOLERANCES.keys()
    assert counts.COMPARISONS.keys() == described_counts.COMPARISONS.keys()
    assert counts.RULES.keys() == described_counts.COUNT_RULES.keys()
    assert counts.NEVERS.keys() == described_counts.NEVERS.keys()


def test_rows_that_are_no_numbers_make_one_slip_no_two():
    paths = [
        *(values.decode_arguments(call.arguments)[1]["trajectory"] for call in CALLS[:12]),
        np.full((4, 2), np.nan),
    ]
    lengths = np.linspace(0.1, 0.5, len(paths))
    calls = [
        Call("count", values.encode_arguments((), dict(zip(NAMES, (path, np.array([1.0, 1.0]), tol), strict=True))))
        for path, tol in zip(paths, lengths, strict=True)
    ]

    def outside(trajectory: Any, minimum: Any, tol: float) -> int:
        return sum(bool(np.linalg.norm(row - minimum) > tol) for row in trajectory)

    def answers(function: Callable[..., Any]) -> tuple[Outcome, ...]:
        asked = (values.decode_arguments(call.arguments)[1] for call in calls)
        return tuple(Outcome(Ending.VALUE, values.encode_value(function(**given))) for given in asked)

    def stays(trajectory: Any, minimum: Any, tol: float) -> int | None:
        out = np.flatnonzero(~(np.linalg.norm(trajectory - minimum, axis=1) <= tol))
        first = int(out[-1]) + 1 if len(out) else 0
        return first if first < len(trajectory) else None

    ground = ground_of("count", NAMES, {}, calls, calls, dict(zip(calls, answers(stays), strict=True)))

    found = counts.described(Question(ground, answers(outside)), Work(10**9))

    assert found is not None
    assert (found.family, found.others) == (Family.INDEX, 0)
    assert diagnosis_words(Diagnosis("count", "it", described=found)).title == (
        "Your count is that of all rows that are farther off than is allowed."
    )
