"""Whether an answer has the form that is asked for: nobody looks for a sign where a part is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.other_forms import all_of_other_forms, is_of_another_form
from grader.records import Call, Ending, Outcome
from grader.sandbox import values

ROWS = np.ones((3, 2))


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (None, 1.0),
        (None, ROWS),
        (1.0, (1.0, 2.0)),
        (np.ones(3), (1.0, np.ones(3))),
        ((1.0, None), (1.0, 2.0)),
        (np.ones((2, 2)), ROWS),
        ([[1.0], [1.0, 2.0]], ROWS),
        (ROWS.T, ROWS),
        ([1, 2, 3], {"a": 1, "b": 2, "c": 3}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([4, 5], 4),
        (False, 4),
        (2.0, "saddle"),
        ("2.0", 2.0),
    ],
)
def test_what_is_none_or_of_another_kind_or_shape_is_of_another_form(got, want):
    assert is_of_another_form(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2.0, 1.0),
        (2, 1.0),
        (np.float64(2.0), 1),
        (ROWS.tolist(), ROWS),
        ([1.0, 2.0], (1.0, 3.0)),
        ({"b": 2.0, "a": 1}, {"a": 1, "b": 2}),
        ("minimum", "saddle"),
        (3, None),
        (None, None),
    ],
)
def test_another_number_of_the_same_kind_is_of_no_other_form(got, want):
    assert not is_of_another_form(got, want)


def answers(*given: Any) -> dict[Call, Outcome]:
    return {
        Call("f", values.encode_arguments((), {"n": n})): Outcome(Ending.RAISED, error="ValueError")
        if value is ValueError
        else Outcome(Ending.VALUE, value=values.encode_value(value))
        for n, value in enumerate(given)
    }


@pytest.mark.parametrize(
    ("theirs", "right", "told"),
    [
        (([1], [2, 3]), (1, 2), True),
        (([], [2, 3]), (None, 2), True),  # where None is right, an empty list shows nothing
        ((1.0, None), (1.0, 2.0), True),
        ((ValueError, 2.0), (1.0, 2.0), True),  # the error is what is to be mended
        ((ValueError, 3.0), (1.0, 2.0), False),
        ((None, 3.0), (1.0, 2.0), False),
        ((1.0, 2.0), (1.0, 2.0), False),
    ],
)
def test_all_wrong_answers_have_to_be_of_another_form(theirs, right, told):
    calls = list(answers(*right))

    assert all_of_other_forms(calls, answers(*theirs), answers(*right)) is told
