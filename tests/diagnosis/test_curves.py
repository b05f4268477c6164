"""On a curve of one weight the loss and the slope are told as formulas, worked out of the student's own rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.searches import curves
from grader.diagnosis.searches.question import Ground, Question, ground_of
from grader.diagnosis.searches.terms import terms_of
from grader.diagnosis.searches.work import Work
from grader.records import Call, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words.diagnoses import diagnosis_words

SOURCE = """
def loss(w):
    return np.sin(3 * w) + 0.5 * w**2 - w

def slope(w):
    return 3 * np.cos(3 * w) + w - 1

def roll(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        velocity = momentum * velocity - lr * slope(weight)
        weight = weight + velocity
        rows.append((weight, loss(weight)))
    return np.array(rows)
"""
NAMES = ("start", "lr", "momentum", "steps")
CALLS = [
    Call("roll", values.encode_arguments((), dict(zip(NAMES, given, strict=True))))
    for given in ((2.3, 0.02, 0.8, 6), (-1.6, 0.05, 0.5, 5), (0.7, 0.03, 0.2, 30), (1.3, 0.04, 0.6, 1))
]


def loss(w: float) -> float:
    return float(np.sin(3 * w) + 0.5 * w**2 - w)


def slope(w: float) -> float:
    return float(3 * np.cos(3 * w) + w - 1)


def roll(slope: Callable[[float], float] = slope, loss: Callable[[float], float] = loss) -> Callable[..., Any]:
    def run(start: float, lr: float, momentum: float, steps: int) -> Any:
        weight, velocity = float(start), 0.0
        rows = [(weight, loss(weight))]
        for _ in range(steps):
            velocity = momentum * velocity - lr * slope(weight)
            weight = weight + velocity
            rows.append((weight, loss(weight)))
        return np.array(rows)

    return run


LATE = 0.11  # the weight that one run comes by in its last steps alone


def outcomes(function: Callable[..., Any]) -> tuple[Outcome, ...]:
    asked = (values.decode_arguments(call.arguments)[1] for call in CALLS)
    return tuple(Outcome(Ending.VALUE, values.encode_value(function(**given))) for given in asked)


@pytest.fixture(scope="module")
def ground() -> Ground:
    right = dict(zip(CALLS, outcomes(roll()), strict=True))
    return ground_of("roll", NAMES, {}, CALLS, CALLS, right, terms_of(SOURCE)["roll"])


def with_losses_of_the_row_before(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(**given: Any) -> Any:
        rows = np.array(function(**given))
        rows[1:, 1] = rows[:-1, 1].copy()
        return rows

    return run


def with_best_losses(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(**given: Any) -> Any:
        rows = np.array(function(**given))
        rows[:, 1] = np.minimum.accumulate(rows[:, 1])
        return rows

    return run


OTHER_SLOPE = roll(lambda w: float(np.cos(3 * w) + w - 1))


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (roll(lambda w: float(3 * np.sin(3 * w) + w - 1)), "Your slope is `3 * sin(3 * w) + w - 1`."),
        (
            roll(loss=lambda w: float(np.sin(3 * w) + 0.5 * w**2)),
            "Your weight is right; your loss is `sin(3 * w) + w ** 2 / 2`.",
        ),
        (
            roll(lambda w: float(np.cos(3 * w) + w - 1), lambda w: float(np.sin(3 * w) + 0.5 * w**2)),
            "Your loss is `sin(3 * w) + w ** 2 / 2`.",  # weights are wrong as well
        ),
        (
            with_losses_of_the_row_before(roll()),
            "Your weights are right, and beside each stands the loss of the row before.",
        ),
        (with_best_losses(roll()), "Your weights are right, and beside each stands the smallest loss so far."),
        (with_losses_of_the_row_before(OTHER_SLOPE), "Beside each weight of yours stands the loss of the row before."),
        (with_best_losses(roll(lambda w: -slope(w))), "Beside each weight of yours stands the smallest loss so far."),
        (roll(lambda w: slope(w) + 1e-3 * float(np.floor(97.3 * w))), ""),
        (roll(lambda w: float(3 * np.sin(3 * w) + w - 1) + max(0.0, 1e-4 - (w - LATE) ** 2)), ""),
    ],
)
def test_the_formula_behind_the_rows_is_told(function, sentence, ground):
    found = curves.described(Question(ground, outcomes(function)), Work(10**9))

    assert ("" if found is None else diagnosis_words(Diagnosis("roll", "it", described=found)).title) == sentence
