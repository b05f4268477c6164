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
from tests.diagnosis import adaptive_programs as programs

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


FAINT = landscapes.quadratic([[3e-7, 1.2e-7], [1.2e-7, 2e-7]], [0.5, -0.25])
RUNS = [
    {"grad": BOWL.gradient, "start": np.array(start), "lr": lr, "steps": steps, "beta1": one, "beta2": two, "eps": eps}
    for start, lr, steps, one, two, eps in (
        ([2.0, -1.5], 0.2, 6, 0.6, 0.8, 0.5),
        ([-1.0, 2.5], 0.1, 5, 0.5, 0.9, 0.05),
        ([0.6, -0.2], 0.5, 6, 0.7, 0.6, 0.1),  # it goes too far, and slopes grow
    )
]
BY_GAMMA = [{name: value for name, value in run.items() if "beta" not in name} | {"gamma": 0.7} for run in RUNS]
WITHOUT = [{name: value for name, value in run.items() if "beta" not in name} for run in RUNS]
DECAYING = [run | {"weight_decay": 0.3} for run in RUNS]
ADAM, ADAMW, _, RMSPROP, ADAGRAD = moments.METHODS
TABLES: tuple[
    tuple[moments.Choice, list[dict[str, Any]], dict[str, str], dict[tuple[str, str], dict[str, str]]], ...
] = (
    (ADAM, RUNS, {}, programs.OF_ADAM),
    (ADAM, [run | {"beta1": 0.35, "beta2": 0.1} for run in RUNS], {}, programs.OF_ADAM_THAT_FORGETS),
    (ADAM, [*RUNS, RUNS[0] | {"grad": FAINT.gradient}], {}, programs.OF_FAINT_SLOPES),
    (ADAMW, DECAYING, {"decay": programs.LINES["decay"]}, programs.OF_ADAMW),
    (RMSPROP, BY_GAMMA, programs.RMSPROP, programs.OF_RMSPROP),
    (ADAGRAD, WITHOUT, programs.ADAGRAD, programs.OF_ADAGRAD),
)
EVERY = [
    pytest.param(method, runs, asked, lines, slot, id="-".join(slot))
    for method, runs, asked, table in TABLES
    for slot, lines in table.items()
]
SEARCHED = [each for place, each in enumerate(EVERY) if place % 8 == 0 or each.values[0] in {RMSPROP, ADAGRAD}]


@pytest.mark.parametrize(("method", "runs", "asked", "lines", "slot"), EVERY)
def test_every_choice_makes_the_steps_of_a_program(method, runs, asked, lines, slot):
    choice = replace(method, **{slot[0]: {"gamma": "other_beta"}.get(slot[1], slot[1])})
    for given in runs:
        with np.errstate(all="ignore"):
            path = programs.program({**asked, **lines})(**given)
            right = programs.program(asked)(**given)
            walk = Walk(path, FAINT if given["grad"] == FAINT.gradient else BOWL, given, path[0])
            made = moments.moves(choice, walk)

        assert np.isfinite(path).all()
        assert made == pytest.approx(walk.moves, rel=1e-7, abs=1e-12)
        assert moments.moves(method, replace(walk, path=right)) == pytest.approx(np.diff(right, axis=0), abs=1e-12)
    assert not all(
        np.allclose(programs.program({**asked, **lines})(**run), programs.program(asked)(**run)) for run in runs
    )


@pytest.mark.parametrize(("method", "runs", "asked", "lines", "slot"), SEARCHED)
def test_a_choice_is_found_in_the_paths_of_a_program(method, runs, asked, lines, slot):
    found = found_in(runs, programs.program(asked), programs.program({**asked, **lines}))

    assert found is not None
    assert found.slots == (slot,)


def found_in(runs: list[dict[str, Any]], asked: Callable[..., Any], own: Callable[..., Any]) -> Described | None:
    """What is told of the paths of a program where those of another one are asked for."""
    calls = [Call("adam", values.encode_arguments((), given)) for given in runs]
    right, others = (
        tuple(Outcome(Ending.VALUE, values.encode_value(program(**given))) for given in runs)
        for program in (asked, own)
    )
    ground = ground_of("adam", tuple(runs[0]), {}, calls, calls, dict(zip(calls, right, strict=True)))
    return moments.described(Question(ground, others), Work(10**9))


def test_every_choice_has_a_program():
    written = {slot for *_, table in TABLES for slot in table}
    all_of_them = {(slot, each) for slot, table in moments.TABLES.items() for each in table}
    asked = {("betas", "right"), ("gradient", "right"), ("factor", "right"), ("root", "right"), ("decay", "right")}
    of_two = {("first_correction", "right")}  # with another one alone

    assert all_of_them - written == asked | of_two


def test_every_choice_that_is_not_asked_for_has_its_words():
    all_of_them = {(slot, each) for slot, table in moments.TABLES.items() for each in table}

    assert all_of_them - set(described_paths.SLOTS) == {("betas", "right"), ("gradient", "right"), ("factor", "right")}
