"""What rubrics calculate with: an answer as an array, or nothing."""

from __future__ import annotations

import numpy as np
import pytest

from grader.rubric import array_like
from grader.sandbox.values import SetOf


@pytest.mark.parametrize("got", [[1, 2.5], (1.0, 2.5), np.array([1.0, 2.5]), np.array([1, 2]), [np.float64(1), 2]])
def test_an_answer_in_the_shape_that_is_wanted_is_an_array(got):
    numbers = array_like(got, np.zeros(2))

    assert isinstance(numbers, np.ndarray)
    assert numbers.tolist() == list(got)


@pytest.mark.parametrize(
    "got",
    [
        *(
            None,
            1.0,
            "ab",
            {"a": 1.0},
            [],
            [1.0],
            [1.0, 2.0, 3.0],
            [[1.0, 2.0]],
            [1.0, None],
            ["a", "b"],
            [True, False],
        ),
        *((-0.5, np.zeros(2)), [[1.0], [1.0, 2.0]], SetOf((1.0, 2.0)), np.zeros((2, 1)), np.array(["a", "b"])),
    ],
)
def test_any_other_answer_is_no_array_and_raises_nothing(got):
    assert array_like(got, np.zeros(2)) is None
