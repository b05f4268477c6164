"""A way that is right elsewhere is named as what it is, in a function of its own and in a loop alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader import landscapes
from grader.diagnosis.searches import conventions
from grader.diagnosis.searches.question import Question, ground_of
from grader.diagnosis.searches.work import Work
from grader.records import Call, Ending, Outcome
from grader.sandbox import values
from grader.words.conventions import CONVENTIONS

BOWL = landscapes.quadratic([[3.0, 1.2], [1.2, 2.0]], [0.5, -0.25])
STEP = {"weight": 1.5, "gradient": -2.0, "lr": 0.1, "velocity": 0.3, "momentum": 0.8}
RUN = {"grad": BOWL.gradient, "start": np.array([2.0, -1.5]), "lr": 0.05, "steps": 5, "alpha": 0.7}
RATE = {"lr0": 0.5, "t": 7, "total": 9}


def step(weight: Any, gradient: Any, lr: Any, velocity: Any, momentum: Any) -> Any:
    new = momentum * velocity - lr * gradient
    return weight + new, new


def other_sign(weight: Any, gradient: Any, lr: Any, velocity: Any, momentum: Any) -> Any:
    new = momentum * velocity + lr * gradient
    return weight - new, new


def run(sign: float = 1.0, share: Callable[[float], float] = lambda _: 1.0, ahead: float = 0.0) -> Callable[..., Any]:
    def path(grad: Any, start: Any, lr: float, steps: int, alpha: float) -> Any:
        x, v = np.array(start, dtype=float), np.zeros(2)
        rows = [x]
        for _ in range(steps):
            v = alpha * v - sign * lr * share(alpha) * grad(x + ahead * alpha * v)
            x = x + v
            rows.append(x)
        return np.array(rows)

    return path


def fall(lr0: float, t: int, total: int) -> float:
    return lr0 / 2 * (1 + np.cos(np.pi * t / total)) if t <= total else 0.0


@pytest.mark.parametrize(
    ("given", "right", "own", "name"),
    [
        (STEP, step, other_sign, "velocity_of_other_sign"),
        (RUN, run(), run(share=lambda alpha: 1 - alpha), "moving_average_of_gradients"),
        (RUN, run(), run(ahead=1.0), "nesterov_ahead"),
        (RUN, run(), run(sign=-1.0), ""),
        (RUN, run(), run(), ""),
        (RATE, fall, lambda lr0, t, total: fall(lr0, t, total - 1), "cosine_ends_one_step_early"),
        (RATE, fall, fall, ""),
        (RATE, fall, lambda **_: None, ""),
    ],
)
def test_a_convention_is_known_by_all_its_answers(given, right, own, name):
    call = Call("it", values.encode_arguments((), given))
    answers = [Outcome(Ending.VALUE, values.encode_value(of(**given))) for of in (right, own)]
    asked = ground_of("it", tuple(given), {}, [call], [call], {call: answers[0]})

    found = conventions.described(Question(asked, (answers[1],)), Work(10**9))

    assert ("" if found is None else found.convention) == name


def test_every_convention_says_what_it_is_and_where_it_is_right():
    assert conventions.STEPS.keys() | conventions.RATES.keys() == CONVENTIONS.keys()
    assert all(title.endswith(".") and where.endswith(".") for title, where in CONVENTIONS.values())
