"""The rule of a path is told from the student's own rows: which gradient, which factor, and what was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from grader import landscapes
from grader.diagnosis.searches import almost, bent_steps, roundings, step_rules, steps, tables
from grader.diagnosis.searches.question import Ground, Question, ground_of
from grader.diagnosis.searches.step_rules import Rule
from grader.diagnosis.searches.trees import Tree, name
from grader.diagnosis.searches.work import Work
from grader.records import Call, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words import described_paths
from grader.words.diagnoses import diagnosis_words
from tests.diagnosis import step_programs as programs

BOWL = landscapes.quadratic([[3.0, 1.2], [1.2, 2.0]], [0.5, -0.25])
CALLS = [
    Call(
        "roll",
        values.encode_arguments(
            (), {"grad": BOWL.gradient, "start": np.array([2.0, -1.5]), "lr": lr, "alpha": alpha, "steps": count}
        ),
    )
    for lr, alpha, count in ((0.05, 0.8, 6), (0.03, 0.7, 7), (0.07, 0.45, 5), (0.02, 0.9, 0), (0.04, 0.6, 1))
]


def rows(move: Callable[..., Any]) -> Callable[..., Any]:
    """A path whose steps are made by `move(n, x, last, given)`."""

    def path(**given: Any) -> Any:
        x = np.array(given["start"], dtype=float)
        made, last = [x], np.zeros_like(x)
        for n in range(1, given["steps"] + 1):
            last = move(n=n, x=x, last=last, **given)
            x = x + last
            made.append(x)
        return np.array(made)

    return path


def outcomes(path: Callable[..., Any]) -> Iterator[Outcome]:
    for call in CALLS:
        yield Outcome(Ending.VALUE, values.encode_value(path(**values.decode_arguments(call.arguments)[1])))


right = rows(lambda x, last, grad, lr, alpha, **_: alpha * last - lr * grad(x))


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ground_of(
        "roll",
        ("grad", "start", "lr", "alpha", "steps"),
        {},
        CALLS,
        CALLS,
        dict(zip(CALLS, outcomes(right), strict=True)),
    )


def said(path: Callable[..., Any], ground: Ground) -> str:
    found = steps.described(Question(ground, tuple(outcomes(path))), Work(10**9))
    return "" if found is None else diagnosis_words(Diagnosis("roll", "it", described=found)).title


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        (
            lambda n, x, grad, lr, **_: -lr / np.sqrt(n) * grad(x),
            "Each of your steps is `-lr / sqrt(n)` times the gradient where the step begins.",
        ),
        (
            lambda x, last, grad, lr, alpha, **_: alpha * last + lr * grad(x),
            "Each of your steps is `lr` times the gradient where the step begins plus `alpha` times the step before.",
        ),
        (
            lambda x, last, grad, lr, alpha, **_: alpha * last - lr * grad(x) / np.linalg.norm(grad(x)),
            "Each of your steps is `-lr` times the gradient divided by its length plus `alpha` times the step before.",
        ),
        (
            lambda n, x, last, grad, lr, alpha, **_: alpha * last - lr * grad(x) * (1 + alpha * (n == 1)),
            "From the second on, each of your steps is as asked from where it begins; the first one is another.",
        ),
    ],
)
def test_a_rule_is_told_by_its_gradient_its_factor_and_what_was_kept(move, sentence, ground):
    assert said(rows(move), ground) == sentence


NOISE = np.random.default_rng(1).normal(size=(8, 2))  # rows that no step is for among them
VALLEY = landscapes.rosenbrock(b=0.5)  # where the mean of two gradients is not the one between
RUNS = [
    {"grad": loss.gradient, "start": np.array(start), "lr": lr, "alpha": alpha, "steps": count, "noise": NOISE}
    for loss, start, lr, alpha, count in (
        (BOWL, [2.0, -1.5], 0.05, 0.8, 6),
        (BOWL, [0.6, -0.3], 0.03, 0.7, 8),
        (BOWL, [0.5, -0.25], 0.07, 0.45, 3),  # at the minimum, where any factor of the gradient would do
        (BOWL, [1.0, 1.0], 0.02, 0.9, 0),
        (VALLEY, [0.5, -0.5], 0.1, 0.6, 4),
    )
]
DOWNHILL = Tree("neg", (name("lr"),))
ASKED = programs.program("g", "last")


@pytest.mark.parametrize(
    ("rule", "program"),
    [
        *(
            pytest.param(Rule(DOWNHILL, each, name("alpha"), "last_step"), programs.program(text, "last"), id=each)
            for each, text in programs.GRADIENTS.items()
            if each != "gradient"
        ),
        *(
            pytest.param(Rule(DOWNHILL, "gradient", name("alpha"), each), programs.program("g", text), id=f"and {each}")
            for each, text in programs.MEMORIES.items()
            if each != "last_step"
        ),
        pytest.param(Rule(DOWNHILL, "gradient"), programs.program("g"), id="nothing is kept"),
    ],
)
def test_every_rule_is_found_in_the_paths_of_a_program_though_one_rests(rule, program):
    calls = [Call("roll", values.encode_arguments((), given)) for given in RUNS]

    def answers(program: Callable[..., Any]) -> tuple[Outcome, ...]:
        with np.errstate(all="ignore"):
            return tuple(Outcome(Ending.VALUE, values.encode_value(program(**given))) for given in RUNS)

    asked = ground_of("roll", tuple(RUNS[0]), {}, calls, calls, dict(zip(calls, answers(ASKED), strict=True)))

    found = steps.described(Question(asked, answers(program)), Work(10**9))

    assert found is not None
    assert found.rule == rule.terms


def test_every_gradient_and_every_memory_has_a_program():
    assert {*step_rules.GRADIENTS} - {*programs.GRADIENTS} == {"gradient_after"}  # the row that a step ends in
    assert {*step_rules.MEMORIES} == {*programs.MEMORIES}


def test_a_path_that_divides_by_no_gradient_does_not_hide_the_rule(ground):
    resting = {"grad": BOWL.gradient, "start": np.array([0.5, -0.25]), "lr": 0.1, "alpha": 0.5, "steps": 3}
    more = Call("roll", values.encode_arguments((), resting))
    right_there, own_there = (
        Outcome(Ending.VALUE, values.encode_value(each)) for each in (right(**resting), np.full((4, 2), np.nan))
    )
    asked = dict(zip([*CALLS, more], [*outcomes(right), right_there], strict=True))
    unit = rows(lambda x, grad, lr, **_: -lr * grad(x) / np.linalg.norm(grad(x)))

    found = steps.described(
        Question(ground_of("roll", ground.parameters, {}, [*asked], [*asked], asked), (*outcomes(unit), own_there)),
        Work(10**9),
    )

    assert found is not None
    assert [each.of for each in found.rule] == ["unit"]


def test_one_row_that_is_not_right_does_not_hide_the_rule(ground):
    def path(**given: Any) -> Any:
        return right(**(given | {"start": np.trunc(given["start"])}))

    assert said(path, ground).startswith("Each of your steps is right from where it begins; row 0 is not the start")


def within(bound: float) -> Callable[..., Any]:
    """The right rule, in a box."""
    return rows(
        lambda x, last, grad, lr, alpha, **_: np.clip(x + alpha * last - lr * grad(x), -bound, bound) - x,
    )


AS_ASKED = "Your steps are as asked from where each begins, but"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (
            rows(lambda x, last, grad, lr, alpha, **_: np.clip(alpha * last - lr * grad(x), -0.1, 0.1)),
            f"{AS_ASKED} no coordinate of one is larger than 0.1.",
        ),
        (
            rows(
                lambda x, last, grad, lr, alpha, **_: (
                    (step := alpha * last - lr * grad(x)) * min(1, 0.125 / np.linalg.norm(step))
                )
            ),
            f"{AS_ASKED} none is longer than 0.125.",
        ),
        (within(0.4), f"{AS_ASKED} no coordinate of a point is larger than 0.4."),
        (
            rows(lambda x, last, grad, lr, alpha, **_: np.maximum(x + alpha * last - lr * grad(x), -0.125) - x),
            f"{AS_ASKED} no coordinate of a point is below -0.125.",
        ),
        (
            rows(lambda n, x, last, grad, lr, alpha, **_: alpha * last * (n % 2 == 0) - lr * grad(x)),
            "Every 2 steps yours forget what was kept; all others are as asked from where they begin.",
        ),
        (
            rows(lambda n, x, last, grad, lr, alpha, **_: alpha * last * (n in {2, 5}) - lr * grad(x)),
            "Some of your steps forget what was kept; all others are as asked from where they begin.",
        ),
        (rows(lambda x, last, grad, lr, alpha, **_: np.clip(alpha * last - lr * grad(x), -1 / 7, 1 / 7)), ""),
    ],
)
def test_what_is_done_to_some_of_the_right_steps_is_told(path, sentence, ground):
    assert said(path, ground) == sentence


def test_everything_that_steps_are_told_to_suffer_has_its_words_and_hints():
    assert set(bent_steps._BENT) | {"forgets_every", "forgets_at_times"} <= set(described_paths.RULES)
    assert set(bent_steps._BENT) <= set(described_paths.TABLE_HINTS)


@pytest.mark.parametrize(
    "path",
    [
        right,
        lambda **given: np.round(right(**given), 3),
        lambda **given: right(**given) * np.nan,
        lambda **given: right(**given)[:-1],
        lambda **given: right(**given) + np.random.default_rng(1).normal(size=right(**given).shape),
        lambda **_: 3.0,
    ],
)
def test_what_follows_no_rule_or_the_right_one_has_none(path, ground):
    assert said(path, ground) == ""


def test_every_gradient_and_every_memory_has_its_words():
    assert set(step_rules.GRADIENTS) | set(step_rules.MEMORIES) <= set(described_paths.TERMS)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda path: path[1:], "first_row_missing"),
        (lambda path: path[:-1], "last_row_missing"),
        (lambda path: np.repeat(path[-1:], len(path), axis=0), "last_row_everywhere"),
        (lambda path: np.vstack([path[:1], np.repeat(path[-1:], len(path) - 1, axis=0)]), "last_row_after_first"),
        (lambda path: np.repeat(path[-1:], len(path), axis=0) if len(path) % 2 else path, "last_row_after_first"),
        (np.round, "rounded_to_integers"),
        (lambda path: np.vstack([path[:1], np.trunc(path[1:])]), "cut_to_integers_after_first"),
        (lambda path: np.repeat(path, 2, axis=0), "each_row_twice"),
        (lambda path: np.vstack([path[:1], np.repeat(path[1:], 2, axis=0)]), "each_row_twice_after_first"),
        (lambda path: np.vstack([path, path[-1:] + 1]), "one_row_too_many"),
        (lambda path: path, ""),
        (lambda path: path * 1.01, ""),
        (lambda path: path[: max(len(path) - 3, 1)], "ends_early"),
        (lambda path: path[: max(len(path) - 3, 1)] * 1.01, ""),
        (lambda path: np.vstack([path, path + 1]), "goes_on"),
        (lambda path: path[np.minimum(np.arange(len(path)), 3)], "stands_still"),
        (lambda path: np.vstack([path[:3], np.full_like(path[3:], 0.5)]), ""),
    ],
)
def test_rows_that_are_right_but_for_where_they_stand_are_told_so(change, name, ground):
    found = tables.described(Question(ground, tuple(outcomes(lambda **given: change(right(**given))))), Work(10**9))

    assert ("" if found is None else found.slot) == name


def test_two_updates_in_one_round_are_told_as_every_second_row(ground):
    def twice(steps: int, **given: Any) -> Any:
        return right(steps=2 * steps, **given)[::2]

    found = tables.described(Question(ground, tuple(outcomes(twice))), Work(10**9))

    assert found is not None
    assert found.slot == "every_second_row"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda path: np.round(path, 2), "rounded_2"),
        (lambda path: np.trunc(path * 1000) / 1000, "cut_3"),
        (lambda path: path, ""),
        (lambda path: np.round(path, 2) + 1e-3, ""),
        (lambda path: np.round(path[1:], 2), ""),
    ],
)
def test_right_numbers_with_few_decimals_are_told_so(change, name, ground):
    theirs = outcomes(lambda **given: change(right(**given)))

    found = roundings.described(Question(ground, tuple(theirs)), Work(10**9))

    assert ("" if found is None else found.slot) == name


def test_every_change_of_a_table_has_its_words():
    assert set(tables.CHANGED) | almost.names() | {
        "one_row_too_many",
        "shifted",
        "loss_of_row_before",
        "best_loss",
        "loss_of_row_before_of_these_weights",
        "best_loss_of_these_weights",
        "cut_to_integers_at_times",
        "every_second_row",
        *tables._RIGHT_AT_FIRST,
        *(f"{way}_{decimals}" for way in ("rounded", "cut") for decimals in range(5)),
    } == set(described_paths.TABLES)
    assert almost.names() <= set(described_paths.TABLE_HINTS)


BOWLS = [landscapes.quadratic(condition_number=kappa, angle=0.7, minimum=[0.4, -0.3]) for kappa in (2.0, 5.0)]
NOISE = np.random.default_rng(3).normal(size=(9, 2))
NOISY = [
    Call("noisy", values.encode_arguments([], {"grad": bowl.gradient, "start": start, "lr": lr, "noise": NOISE[:rows]}))
    for bowl, start, lr, rows in zip(BOWLS, ([2.0, -1.0], [-1.5, 1.0]), (0.05, 0.08), (9, 8), strict=True)
]


def noisy(change: Callable[[Any, Any, Any], Any]) -> Callable[[Any], Outcome]:
    """A path of seven steps, with what is made of the number of the step, all noise and the gradient."""

    def answer(call: Call) -> Outcome:
        given = values.decode_arguments(call.arguments)[1]
        rows = [np.array(given["start"], dtype=float)]
        for t in range(7):
            slope = given["grad"](rows[-1])
            rows.append(rows[-1] - given["lr"] * (slope + change(t, given["noise"], slope)))
        return Outcome(Ending.VALUE, values.encode_value(np.array(rows)))

    return answer


@pytest.mark.parametrize(
    ("change", "term"),
    [
        (lambda t, noise, _: noise[t + 1], "gradient_noisy_early"),
        (lambda t, noise, _: noise[-1 - t], "gradient_noisy_backwards"),
        (lambda t, noise, _: noise[t] - noise.mean(axis=0), "gradient_noisy_less_mean"),
        (lambda t, noise, _: noise[: t + 1].mean(axis=0), "gradient_noisy_mean"),
        (lambda t, noise, _: np.abs(noise[t]), "gradient_noisy_size"),
        (lambda t, noise, _: noise[t] / np.linalg.norm(noise[t]), "gradient_noisy_unit"),
        (lambda t, noise, slope: noise[t] * np.linalg.norm(slope), "gradient_noisy_longer"),
        (lambda t, noise, _: noise[t][::-1], "gradient_noisy_exchanged"),
    ],
)
def test_what_is_added_in_the_place_of_the_steps_own_noise_is_told(change, term):
    right = {call: noisy(lambda t, noise, _: noise[t])(call) for call in NOISY}
    ground = ground_of("noisy", ("grad", "start", "lr", "noise"), {}, NOISY, NOISY, right)

    found = steps.described(Question(ground, tuple(map(noisy(change), NOISY))), Work(10**10))

    assert found is not None
    assert [(each.of, each.factor) for each in found.rule] == [(term, "-lr")]
    assert described_paths.TERMS[term] in described_paths.sentences_of_path(found)[0]
