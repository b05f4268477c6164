from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.nothing_said import says_nothing
from grader.diagnosis.parting import coarseness, grows, is_path, rows_before_parting
from grader.records import Call, Ending, Outcome
from grader.sandbox import values


def call(**arguments: object) -> Call:
    return Call("f", values.encode_arguments([], arguments))


def answer(value: object) -> Outcome:
    return Outcome(Ending.VALUE, values.encode_value(value))


CALLS = [call(x=1.0, y=np.array([2.0, 3.0])), call(x=4.0, y=np.array([5.0, 6.0]))]


@pytest.mark.parametrize(
    "answers",
    [
        (1.0, 4.0),
        (0.0, 0.0),
        (7.0, 7.0),
        (float("nan"), float("nan")),
        ((1.0, np.zeros(2)), (4.0, np.zeros(2))),
        (np.array([2.0, 3.0]), np.array([5.0, 6.0])),
        ({"a": 1.0, "b": 0.0}, {"a": 4.0, "b": 0.0}),
    ],
)
def test_arguments_zeros_and_constants_say_nothing(answers):
    assert says_nothing([(asked, answer(value)) for asked, value in zip(CALLS, answers, strict=True)])


@pytest.mark.parametrize(
    "answers", [(2.0, 8.0), ((1.0, 2.0), (4.0, 8.0)), (np.array([3.0, 2.0]), np.array([6.0, 5.0]))]
)
def test_one_part_that_is_computed_says_something(answers):
    assert not says_nothing([(asked, answer(value)) for asked, value in zip(CALLS, answers, strict=True)])


def test_no_answer_says_nothing():
    assert says_nothing([(asked, Outcome(Ending.RAISED, error="ValueError")) for asked in CALLS])


def path(*rows: float) -> Outcome:
    return answer(np.array([[row, 2 * row] for row in rows], dtype=np.float64))


def test_only_answers_of_several_rows_are_paths():
    assert is_path(path(1, 2, 3, 4))
    assert not is_path(path(1, 2))
    assert not is_path(answer(1e12))
    assert not is_path(Outcome(Ending.RAISED, error="ValueError"))


def test_only_paths_that_leave_every_bound_grow():
    assert grows(path(1, 10, 1e3, 1e5, 1e7, 1e9))
    assert grows(path(1, 10, 1e3, 1e5, 1e7, np.inf))
    assert not grows(path(1, 10, 100, 50, 20, 10))


def test_what_rounds_most_is_the_coarsest():
    exact = {CALLS[0]: path(1, 2, 3, 4)}

    assert coarseness({CALLS[0]: path(1, 2, 3, 4)}, exact) == 0
    assert coarseness({CALLS[0]: path(1, 2, 3, 4.4)}, exact) == pytest.approx(0.1)


def test_rows_count_until_right_ways_part():
    want = path(1, 2, 3, 4, 5, 6, 1e9)
    late = path(1, 2, 3, 4, 5, 6.5, 2e9)
    other = path(1, 7, 8, 9, 10, 11, 12)

    assert rows_before_parting(CALLS[0], want, [want, late, other]) == 5
    assert rows_before_parting(CALLS[0], want, [want, other]) is None
