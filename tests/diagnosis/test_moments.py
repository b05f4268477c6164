"""Of an adaptive method it is told which part is another one, from the student's own rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from grader import landscapes
from grader.diagnosis.searches import moments
from grader.diagnosis.searches.question import Ground, Question, ground_of
from grader.diagnosis.searches.walks import Walk
from grader.diagnosis.searches.work import Work
from grader.records import Call, Described, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words import described_paths
from grader.words.diagnoses import diagnosis_words

BOWL = landscapes.quadratic([[3.0, 1.2], [1.2, 2.0]], [0.5, -0.25])
NAMES = ("grad", "start", "lr", "steps", "beta1", "beta2", "eps")
CALLS = [
    Call(
        "adam",
        values.encode_arguments(
            (), dict(zip(NAMES, (BOWL.gradient, np.array([2.0, -1.5]), lr, count, one, two, eps), strict=True))
        ),
    )
    for lr, count, one, two, eps in ((0.2, 6, 0.6, 0.8, 0.5), (0.1, 5, 0.5, 0.9, 0.05), (0.05, 1, 0.9, 0.99, 0.1))
]


def adam(
    *,
    correction: Callable[[int], int] = lambda t: t,
    weight: float | None = None,
    rate: Callable[[int], float] = lambda _: 1.0,
    square: Callable[[Any, Any], Any] = lambda g, _: g**2,
    below: Callable[[Any, float], Any] = lambda v, eps: np.sqrt(v) + eps,
    begin: float = 0.0,
    late: bool = False,
) -> Callable[..., Any]:
    def path(grad: Any, start: Any, lr: float, steps: int, beta1: float, beta2: float, eps: float) -> Any:
        x, m, v = np.array(start, dtype=float), np.zeros(2), np.full(2, begin)
        made = [x]
        for t in range(1, steps + 1):
            g = grad(x)
            m = beta1 * m + (1 - beta1 if weight is None else weight) * g
            before, v = v, beta2 * v + (1 - beta2) * square(g, m)
            used = before if late and t > 1 else v
            above, second = m / (1 - beta1 ** correction(t)), used / (1 - beta2 ** correction(t))
            x = x - lr * rate(t) * above / below(second, eps)
            made.append(x)
        return np.array(made)

    return path


def outcomes(path: Callable[..., Any]) -> tuple[Outcome, ...]:
    asked = (values.decode_arguments(call.arguments)[1] for call in CALLS)
    return tuple(Outcome(Ending.VALUE, values.encode_value(path(**given))) for given in asked)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ground_of("adam", NAMES, {}, CALLS, CALLS, dict(zip(CALLS, outcomes(adam()), strict=True)))


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (adam(weight=1.0), "Your first moment takes in the whole gradient, `beta1 * m + g`."),
        (adam(rate=lambda t: t**-0.5), "The learning rate is divided by the root of the step’s number."),
        (
            adam(square=lambda g, m: (g - m) ** 2),
            "What you divide by is made of how far gradients lie from their average.",
        ),
        (
            adam(below=lambda v, eps: np.maximum(np.sqrt(v), eps)),
            "What you divide by is the root or `eps`, whichever is larger.",
        ),
        (adam(begin=1.0), "Your average of squares begins with one, and not with zero."),
        (adam(late=True), "Your average of squares is the one of the step before, but in the first step."),
        (lambda **given: np.round(adam()(**given), 3), ""),
    ],
)
def test_the_part_that_is_another_one_is_told(path, sentence, ground):
    found = moments.described(Question(ground, outcomes(path)), Work(10**9))

    assert ("" if found is None else diagnosis_words(Diagnosis("adam", "it", described=found)).title) == sentence


ADAM, ADAMW = moments.METHODS[:2]
TWO_RUNS = [
    dict(zip(NAMES, (BOWL.gradient, np.array(start), *numbers), strict=True))
    for start, *numbers in (([2.0, -1.5], 0.2, 6, 0.6, 0.8, 0.5), ([-1.0, 2.5], 0.1, 5, 0.5, 0.9, 0.05))
]


def walked(choice: moments.Choice, given: dict[str, Any]) -> Any:
    """The path that a choice for each slot makes, a row after the other."""
    path = np.array([given["start"]])
    with np.errstate(all="ignore"):
        for _ in range(given["steps"]):
            walk = Walk(np.vstack([path, path[-1:]]), BOWL, given, path[0])
            path = np.vstack([path, path[-1] + moments.moves(choice, walk)[-1]])
    return path


def found_in(runs: list[dict[str, Any]], asked: moments.Choice, other: moments.Choice) -> Described | None:
    """What is told of the paths that a choice makes where another one is asked for."""

    def answers(choice: moments.Choice) -> tuple[Outcome, ...]:
        return tuple(Outcome(Ending.VALUE, values.encode_value(walked(choice, given))) for given in runs)

    calls = [Call("adam", values.encode_arguments((), given)) for given in runs]
    right = dict(zip(calls, answers(asked), strict=True))
    ground = ground_of("adam", tuple(runs[0]), {}, calls, calls, right)
    return moments.described(Question(ground, answers(other)), Work(10**9))


@pytest.mark.parametrize(
    ("slot", "choice"),
    [
        ("first", "before"),
        ("first", "corrected_and_kept"),
        ("first", "with_powers"),
        ("first_correction", "of_last_step"),
        ("second", "corrected_and_kept"),
        ("second", "first_twice"),
        ("second", "larger_of_shares"),
        ("second", "larger_of_two"),
        ("second", "last_three"),
        ("second", "smallest_average"),
        ("second", "sums_pile_up"),
        ("second_correction", "of_last_step"),
        ("second_correction", "one_behind"),
        ("root", "correction_outside"),
        ("factor", "over_count"),
    ],
)
def test_what_needs_more_than_a_row_is_found_in_the_paths_that_it_makes(slot, choice):
    found = found_in(TWO_RUNS, ADAM, replace(ADAM, **{slot: choice}))

    assert found is not None
    assert found.slots == ((slot, choice),)


@pytest.mark.parametrize("decay", ["first_alone", "of_one_length", "of_squares"])
def test_a_decay_is_found_in_the_paths_that_it_makes(decay):
    found = found_in([each | {"weight_decay": 0.3} for each in TWO_RUNS], ADAMW, replace(ADAMW, decay=decay))

    assert found is not None
    assert found.slots == (("decay", decay),)


def test_every_choice_that_is_not_asked_for_has_its_words():
    all_of_them = {(slot, each) for slot, table in moments.TABLES.items() for each in table}

    assert all_of_them - set(described_paths.SLOTS) == {("betas", "right"), ("gradient", "right"), ("factor", "right")}
