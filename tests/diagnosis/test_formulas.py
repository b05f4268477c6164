"""Formulas that answers follow are found by their numbers, and told as a person would write them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.searches import order
from grader.diagnosis.searches.formulas import described
from grader.diagnosis.searches.inverse import left_of, right_of
from grader.diagnosis.searches.question import Question, ground_of, question
from grader.diagnosis.searches.simpler import simpler
from grader.diagnosis.searches.terms import terms_of
from grader.diagnosis.searches.trees import read
from grader.diagnosis.searches.work import Spent, Work
from grader.records import Call, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words.diagnoses import diagnosis_words

SOURCE = """
import math

def fall(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * t / total))

def climb(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return fall(lr0, t - warmup, total - warmup)
"""
RNG = np.random.default_rng(5)
CALLS = [
    Call("fall", values.encode_arguments((), {"lr0": float(lr0), "t": int(t), "total": int(total)}))
    for lr0, t, total in zip(RNG.uniform(0.1, 2, 24), RNG.integers(0, 40, 24), RNG.integers(5, 40, 24), strict=True)
]


def fall(lr0: float, t: int, total: int) -> float:
    return 0.0 if t > total else lr0 / 2 * (1 + math.cos(math.pi * t / total))


def outcomes(function: Callable[..., Any], calls: list[Call]) -> dict[Call, Outcome]:
    def answer(call: Call) -> Outcome:
        return Outcome(Ending.VALUE, values.encode_value(function(**values.decode_arguments(call.arguments)[1])))

    return {call: answer(call) for call in calls}


def asked(function: Callable[..., Any], calls: list[Call] = CALLS) -> Question:
    terms = terms_of(SOURCE)["fall"]
    ground = ground_of("fall", ("lr0", "t", "total"), {}, calls, calls, outcomes(fall, calls), terms)
    found = question(ground, outcomes(function, calls))
    assert found is not None
    return found


def said(function: Callable[..., Any], calls: list[Call] = CALLS) -> str:
    found = described(asked(function, calls), Work(10**9))
    return "" if found is None else diagnosis_words(Diagnosis("fall", "it", described=found)).title


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda lr0, t, total: lr0 * t / total, "All your rates are those of `lr0 * t / total`."),
        (
            lambda lr0, t, total: lr0 if t > total else fall(lr0, t, total),
            "Where `t > total` your rate is `lr0`; elsewhere it is as asked.",
        ),
        (
            lambda lr0, t, total: 0.0 if t > total else lr0 / 2 * (1 + math.cos(math.pi * (t + 1) / total)),
            "Where `t <= total` your rate is `lr0 / 2 * (1 + cos(pi * (t + 1) / total))`; elsewhere it is as asked.",
        ),
        (lambda lr0, t, total: lr0 * math.exp(-t / total), "All your rates are those of `lr0 / exp(t / total)`."),
    ],
)
def test_a_formula_is_told_with_the_calls_that_it_holds_in(function, sentence):
    assert said(function) == sentence


def climb(lr0: float, t: int, warmup: int, total: int) -> float:
    return lr0 * (t + 1) / warmup if t < warmup else fall(lr0, t - warmup, total - warmup)


def test_a_formula_of_two_arguments_and_a_number_is_told_in_its_shortest_form():
    def slipped(lr0: float, t: int, warmup: int, total: int) -> float:
        return lr0 * t / (warmup - 1) if t < warmup else climb(lr0, t, warmup, total)

    steps = [
        (lr0, t, warmup, total) for lr0, warmup, total in WARMUPS for t in (0, 1, 3, warmup, warmup + 9, total + 2)
    ]
    names = ("lr0", "t", "warmup", "total")
    calls = [Call("climb", values.encode_arguments((), dict(zip(names, each, strict=True)))) for each in steps]
    ground = ground_of("climb", names, {}, calls, calls, outcomes(climb, calls), terms_of(SOURCE)["climb"])
    found = question(ground, outcomes(slipped, calls))
    assert found is not None

    told = described(found, Work(10**9))

    assert told is not None
    assert diagnosis_words(Diagnosis("climb", "it", described=told)).title == (
        "Where `t < warmup` your rate is `lr0 * t / (warmup - 1)`; elsewhere it is as asked."
    )


WARMUPS = [(0.3, 8, 40), (1.2, 5, 60), (0.05, 20, 90), (0.7, 12, 33)]


@pytest.mark.parametrize("numbers", [0.0, math.inf, math.nan])
def test_nothing_is_told_of_what_stands_beside_nothing_or_no_number(numbers):
    known, wanted = np.array([2.0, numbers]), np.array([3.0, 0.5])

    for undone in (left_of("/", wanted, known), left_of("**", wanted, known), right_of("**", wanted, known)):
        assert undone is not None
        assert np.isnan(undone).tolist() == [False, True]


@pytest.mark.parametrize(
    "function",
    [
        lambda lr0, t, total: round(fall(lr0, t, total), 4),
        lambda lr0, t, total: math.nan if t % 2 else lr0 * t / total,
        lambda **_: "text",
        fall,
    ],
)
def test_what_follows_no_formula_has_none(function):
    assert said(function) == ""


SHARES = [(0.1, 32), (0.4, 5), (0.05, 2), (0.01, 3), (0.5, 384), (0.5, 256), (0.3, 474)]


@pytest.mark.parametrize(
    "function",
    [
        lambda lr, batch: round(lr / batch, 1),  # 0.1 once, and else 0
        lambda lr, batch: (lr // 0.4 + 0.5) / batch,  # a switch between two
    ],
)
def test_what_only_switches_between_two_numbers_fits_by_chance_and_is_not_told(function):
    calls = [Call("share", values.encode_arguments((), {"lr": lr, "batch": batch})) for lr, batch in SHARES]
    terms = terms_of("def share(lr, batch):\n    return lr / batch\n")["share"]
    right = outcomes(lambda lr, batch: lr / batch, calls)
    ground = ground_of("share", ("lr", "batch"), {}, calls, calls, right, terms)
    found = question(ground, outcomes(function, calls))
    assert found is not None

    assert described(found, Work(10**9)) is None


def test_fewer_than_six_numbers_give_nothing():
    assert said(lambda lr0, t, total: lr0 * t / total, CALLS[:5]) == ""


WALK = [Call("stair", values.encode_arguments((), {"lr0": 0.5, "t": t, "factor": 0.85})) for t in range(9)]


def stair(lr0: float, t: int, factor: float) -> float:
    return lr0 * factor**t


def said_at_home(function: Callable[..., Any], calls: list[Call] = WALK, lr0: float = 0.5) -> str:
    """What is said where one call after the other asks with the same arguments, and `t` alone is another."""
    calls = [
        Call("stair", values.encode_arguments((), {**values.decode_arguments(call.arguments)[1], "lr0": lr0}))
        for call in calls
    ]
    right = outcomes(stair, calls)
    found = question(ground_of("stair", ("lr0", "t", "factor"), {}, calls, calls, right), outcomes(function, calls))
    assert found is not None
    said = described(found, Work(10**9))
    return "" if said is None else diagnosis_words(Diagnosis("stair", "it", described=said)).title


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda lr0, **_: lr0, "All your rates are those of `lr0`."),  # 1 / 2 were another way to come to it
        (lambda lr0, t, factor: (lr0 * factor) ** t, "All your rates are those of `(lr0 * factor) ** t`."),
        (lambda lr0, t, factor: lr0 * factor * t, "All your rates are those of `lr0 * t * factor`."),
        (lambda t, **_: 0.137 * t, ""),  # a number that stands nowhere
    ],
)
def test_what_is_the_same_in_all_calls_is_told_by_its_name(function, sentence):
    assert said_at_home(function) == sentence


def test_an_argument_that_is_one_in_all_calls_is_not_told_from_the_number():
    assert said_at_home(lambda lr0, t, factor: factor**t / (t + lr0), lr0=1.0) == ""


def test_what_is_not_right_in_a_call_or_two_follows_no_long_formula():
    def lucky(lr0: float, t: int, total: int) -> float:
        return fall(lr0, t, total) if t != most else lr0 * t / total

    most = max(values.decode_arguments(call.arguments)[1]["t"] for call in CALLS)
    assert said(lucky) == ""


def test_the_step_before_is_no_step_less_an_argument_that_lies_below_one():
    source = "def down(lr0, t, factor, every):\n    return lr0 * factor ** (t // every)\n"
    table = zip(RNG.uniform(0.3, 1.0, 30), range(1, 31), RNG.uniform(0.3, 0.9, 30), RNG.integers(2, 6, 30), strict=True)
    calls = [
        Call("down", values.encode_arguments((), {"lr0": float(a), "t": t, "factor": float(b), "every": int(c)}))
        for a, t, b, c in table
    ]
    right = outcomes(lambda lr0, t, factor, every: lr0 * factor ** (t // every), calls)
    late = outcomes(lambda lr0, t, factor, every: lr0 * factor ** ((t - 1) // every), calls)
    names = ("lr0", "t", "factor", "every")
    found = question(ground_of("down", names, {}, calls, calls, right, terms_of(source)["down"]), late)
    assert found is not None

    told = described(found, Work(10**9))
    assert told is not None
    assert told.pieces[0].formula == "lr0 * factor ** ((t - 1) // every)"


def test_a_search_ends_where_its_work_is_done_and_not_with_the_clock():
    with pytest.raises(Spent):
        described(asked(lambda lr0, t, **_: lr0 * t), Work(10_000))


def test_terms_are_read_through_calls_of_other_functions():
    terms = terms_of(SOURCE)["climb"]

    assert terms.wholes == (
        "lr0 * (t + 1) / warmup",
        "0",
        "lr0 / 2 * (1 + cos(pi * (t - warmup) / (total - warmup)))",
    )
    assert terms.conditions == ("t < warmup", "t - warmup > total - warmup")


@pytest.mark.parametrize(
    ("clumsy", "plain"),
    [
        ("factor * lr0 * factor ** t", "lr0 * factor ** (t + 1)"),
        ("lr0 / gamma * gamma ** t", "lr0 * gamma ** (t - 1)"),
        ("lr - lr * alpha", "lr * (1 - alpha)"),
        ("x * 0.5 + 0", "x / 2"),
        ("a - -b", "a + b"),
        ("exp(x + log(y))", "y * exp(x)"),
        ("1 / (1 / x)", "x"),
        ("t + 1 - 1", "t"),
    ],
)
def test_a_formula_is_written_as_a_person_would(clumsy, plain):
    tree = read(clumsy)

    assert tree is not None
    assert str(simpler(tree)) == plain


@pytest.mark.parametrize(
    "text", ["a - (b - c)", "a / (b * c)", "(a + b) * c", "-a ** 2", "a ** -b", "(a // b) % c", "2 * (t % n)"]
)
def test_what_is_written_is_read_as_the_same(text):
    tree = read(text)

    assert tree is not None
    assert read(str(tree)) == tree


def test_a_search_that_stumbles_leaves_the_others_their_turn(monkeypatch):
    def stumbles(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr(order, "SEARCHES", ((stumbles, 1), (described, 10**9)))

    assert order.description(asked(lambda lr0, t, total: lr0 * t / total)) is not None
