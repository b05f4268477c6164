"""What a function's numbers are made of, said where no known mistake says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.known_mistakes import explain
from grader.diagnosis.made_of import made_name, made_of
from grader.records import Call, Diagnosis, Ending, Made, Outcome, Plan, Transcript
from grader.sandbox import values
from grader.words.diagnoses import diagnosis_words

RNG = np.random.default_rng(3)
STEPS = [
    dict(zip(("weight", "gradient", "lr", "velocity", "momentum"), map(float, numbers), strict=True))
    for numbers in RNG.uniform(0.1, 2.0, (8, 5))
]
ARRAYS: dict[str, object] = {**STEPS[0]} | {
    name: np.array([STEPS[0][name], 2 * STEPS[0][name]]) for name in ("weight", "gradient", "velocity")
}
GIVEN: list[dict[str, object]] = [*map(dict[str, object], STEPS), ARRAYS]
CALLS = tuple(Call("sgd_step", values.encode_arguments((), keywords)) for keywords in GIVEN)


def transcript(step: Callable[..., Any]) -> Transcript:
    def outcome(call: Call) -> Outcome:
        return Outcome(Ending.VALUE, values.encode_value(step(**values.decode_arguments(call.arguments)[1])))

    return Transcript(Outcome(Ending.VALUE), {call: outcome(call) for call in CALLS})


def right(weight: Any, gradient: Any, lr: Any, velocity: Any, momentum: Any) -> Any:
    new = momentum * velocity - lr * gradient
    return weight + new, new


REFERENCE = transcript(right)


def said(step: Callable[..., Any]) -> list[str]:
    explanation = explain(transcript(step), ("sgd_step",), Plan(CALLS, ()), REFERENCE, ())
    return [diagnosis_words(each).title for each in explanation.diagnoses]


def with_velocity(velocity_of: Callable[..., Any]) -> Callable[..., Any]:
    def step(**given: Any) -> Any:
        new = velocity_of(**given)
        return given["weight"] + new, new

    return step


@pytest.mark.parametrize(
    ("velocity_of", "formula"),
    [
        (lambda gradient, lr, velocity, momentum, **_: momentum * velocity - 3 * lr * gradient, "− 3 · gradient · lr"),
        (lambda gradient, lr, velocity, momentum, **_: momentum * velocity + lr * gradient, "momentum · velocity"),
        (lambda gradient, lr, **_: -lr * gradient * gradient, "−gradient² · lr"),
        (lambda gradient, lr, velocity, **_: velocity - lr * gradient, "velocity − gradient · lr"),
    ],
)
def test_the_part_that_is_wrong_is_told_by_its_formula_and_the_one_that_follows_is_not(velocity_of, formula):
    (title,) = said(with_velocity(velocity_of))

    assert title.startswith("In every call part 2 of what `sgd_step` answers is `")
    assert formula in title
    assert "part 1" not in title


def test_both_parts_are_told_where_both_are_wrong():
    (title,) = said(lambda weight, lr, velocity, momentum, **_: (weight * lr, momentum * velocity))

    assert "part 1 of what `sgd_step` answers is `lr · weight`" in title
    assert "part 2 of what `sgd_step` answers is `momentum · velocity`" in title


@pytest.mark.parametrize(
    "step",
    [
        lambda weight, velocity, **_: (np.sin(weight), np.cos(velocity)),
        lambda **given: (given["weight"], given["lr"]) if np.ndim(given["weight"]) else right(**given),
        lambda weight, **_: (weight, np.nan),
        lambda **_: "text",
        lambda weight, **_: (weight,),
        right,
    ],
)  # fmt: skip
def test_what_no_formula_fits_in_every_call_has_none(step):
    assert said(step) == []


def test_from_fewer_than_six_numbers_nothing_is_said():
    few = CALLS[:5]
    wrong = transcript(lambda weight, lr, **_: (weight * lr, lr))

    assert made_of(few, wrong.outcomes, REFERENCE.outcomes) == ()


def test_a_formula_is_kept_as_a_fact():
    explanation = explain(
        transcript(with_velocity(lambda gradient, lr, **_: lr * gradient)),
        ("sgd_step",),
        Plan(CALLS, ()),
        REFERENCE,
        (),
    )

    made = (Made("gradient · lr", 2),)
    assert explanation.diagnoses == (Diagnosis("sgd_step", made_name(made), made=made),)


def test_what_holds_of_right_answers_as_well_is_no_description():
    """The new velocity is the new weight less the old one, in wrong answers and in right ones."""
    step = with_velocity(
        lambda gradient, lr, velocity, momentum, **_: momentum * velocity - lr * lr * gradient * momentum
    )

    assert said(step) == []
