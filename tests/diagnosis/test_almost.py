"""Right answers but for one thing are told by that: a vector's length, a part of a matrix, one more in a count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.searches import almost
from grader.diagnosis.searches.question import Question, ground_of
from grader.diagnosis.searches.work import Work
from grader.records import Call, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words.diagnoses import diagnosis_words

RANDOM = np.random.default_rng(5)
POINTS = [RANDOM.normal(size=size) for size in (2, 2, 3, 4)]
CALLS = [Call("f", values.encode_arguments([], {"point": point, "n": n})) for n, point in enumerate(POINTS, 1)]
Function = Callable[..., Any]


def outcomes(function: Function) -> tuple[Outcome, ...]:
    asked = (values.decode_arguments(call.arguments)[1] for call in CALLS)
    return tuple(Outcome(Ending.VALUE, values.encode_value(function(**given))) for given in asked)


def title(right: Function, own: Function) -> str:
    ground = ground_of("f", ("point", "n"), {}, CALLS, CALLS, dict(zip(CALLS, outcomes(right), strict=True)))
    found = almost.described(Question(ground, outcomes(own)), Work(10**9))
    return "" if found is None else diagnosis_words(Diagnosis("f", "it", described=found)).title


def slope(point: Any, n: int) -> Any:
    return 3 * point - 1


def scaled(by: Callable[[Any], Any]) -> Function:
    return lambda point, n: by(slope(point, n))


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (scaled(lambda it: it / np.linalg.norm(it)), "Your vectors point where they should, and have the length 1."),
        (
            scaled(lambda it: it / np.abs(it).max()),
            "Your vectors are the right ones, divided by the size of their largest number.",
        ),
        (
            scaled(lambda it: it / it.sum()),
            "Your vectors are the right ones, divided by the sum of their numbers.",
        ),
        (
            scaled(lambda it: it / it[0]),
            "Your vectors are the right ones, divided by their first number.",
        ),
        (
            scaled(lambda it: it / np.linalg.norm(it) ** 3),
            "Your vectors point where they should, and have another length.",
        ),
        (
            scaled(lambda it: it * min(1, 2 / np.linalg.norm(it))),
            "Your vectors point where they should, and some have another length.",
        ),
        (scaled(lambda it: it[::-1].copy()), "Your vectors hold the right numbers, the last one first."),
        (scaled(np.abs), "Your numbers are the sizes of the right ones, without their signs."),
        (scaled(np.sign), "Your numbers are the signs of the right ones."),
        (scaled(lambda it: -it / np.linalg.norm(it)), ""),
        (scaled(lambda it: it + 0.01), ""),
        (slope, ""),
    ],
)
def test_a_vector_along_the_right_one_is_told_by_its_length(own: Function, said: str) -> None:
    assert title(slope, own) == said


def test_a_part_of_a_pair_is_told_by_its_place_where_the_other_one_is_right() -> None:
    def pair(by: Callable[[Any], Any], more: float = 0.0) -> Function:
        return lambda point, n: (float(n) + more, by(slope(point, n)))

    said = title(pair(np.array), pair(lambda it: it / np.linalg.norm(it)))

    assert said == (
        "Your vectors point where they should, and have the length 1. "
        "This is so of part 2; all else in your answers is right."
    )
    assert title(pair(np.array), pair(lambda it: it / np.linalg.norm(it), more=0.5)) == ""
    assert title(pair(np.array), pair(np.array)) == ""


@pytest.mark.parametrize("own", [np.zeros_like, np.ones_like, lambda it: np.arange(len(it)) - 7.0])
def test_of_large_vectors_no_small_one_is_held_for_the_right_one(own: Callable[[Any], Any]) -> None:
    assert title(scaled(lambda it: 1e7 * it), scaled(own)) == ""


def test_calls_to_which_none_is_the_answer_are_no_vectors_and_hide_nothing() -> None:
    def right(point: Any, n: int) -> Any:
        return None if n == 1 else slope(point, n)

    assert title(right, lambda point, n: None if n == 1 else np.abs(slope(point, n))).startswith("Your numbers are the")
    assert title(right, lambda point, n: np.abs(slope(point, n))) == ""


def test_along_one_axis_any_vector_points_the_same_way() -> None:
    def flat(point: Any, n: int) -> Any:
        return np.where(np.arange(len(point)) == 0, slope(point, n), 0.0)

    assert title(flat, lambda point, n: np.round(flat(point, n), 1)) == ""


def bend(point: Any, n: int) -> Any:
    return np.outer(point, point) + np.diag(np.arange(1.0, len(point) + 1))


def bent(change: Callable[[Any], Any]) -> Function:
    return lambda point, n: change(bend(point, n))


def diagonal(it: Any) -> Any:
    return np.diag(np.diag(it))


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (bent(np.triu), "Below the diagonal your numbers are 0; all others are right."),
        (bent(np.tril), "Above the diagonal your numbers are 0; all others are right."),
        (bent(diagonal), "Beside the diagonal your numbers are 0; all others are right."),
        (
            bent(lambda it: it + diagonal(it)),
            "On the diagonal your numbers are twice the right ones; all others are right.",
        ),
        (
            bent(lambda it: (it + diagonal(it)) / 2),
            "Beside the diagonal your numbers are half the right ones; all others are right.",
        ),
        (
            bent(lambda it: 2 * diagonal(it) - it),
            "Beside the diagonal your numbers are the right ones with the other sign; all others are right.",
        ),
        (
            lambda point, n: bend(point, n) + (n - 1) * diagonal(bend(point, n)),
            "On the diagonal your numbers are `n` times the right ones; all others are right.",
        ),
        (
            lambda point, n: bend(point, n) / n**2 + (1 - n**-2.0) * diagonal(bend(point, n)),
            "Beside the diagonal yours are `1 / n**2` times the right ones; all others are right.",
        ),
        (bent(lambda it: it + 0.1 * diagonal(it)), ""),
        (bent(lambda it: it + 1), ""),
        (bend, ""),
    ],
)
def test_a_symmetric_matrix_is_told_by_the_part_that_differs(own: Function, said: str) -> None:
    assert title(bend, own) == said


def walk(point: Any, n: int) -> Any:
    return np.outer(np.arange(len(point)), point)


def test_a_path_has_no_diagonal() -> None:
    assert title(walk, lambda point, n: np.tril(walk(point, n))) == ""


@pytest.mark.parametrize(
    ("right", "own", "said"),
    [
        ((3, 5, 0, None), (4, 6, 0, None), ""),  # two that differ may be an accident
        ((3, 5, 9, None), (4, 6, 10, None), "Your count is one more than asked wherever there is one to be counted."),
        ((3, 5, 9, 0), (4, 6, 10, 0), "Your count is one more than asked wherever there is one to be counted."),
        ((3, 5, 9, 0), (1, 3, 7, 0), "Your count is two less than asked wherever there is one to be counted."),
        ((3, 5, 9, 0), (4, 6, 9, 0), ""),
        ((3, 5, 9, 0), (6, 8, 12, 0), ""),
        ((3, 5, 9, None), (4, 6, 10, 1), ""),
        ((3, 5, 9, 0), (4.0, 6.0, 10.0, 0.0), ""),
    ],
)
def test_a_count_is_told_by_how_much_it_is_off(right: tuple[Any, ...], own: tuple[Any, ...], said: str) -> None:
    def counted(of: tuple[Any, ...]) -> Function:
        return lambda n, **_: of[n - 1]

    assert title(counted(right), counted(own)) == said
