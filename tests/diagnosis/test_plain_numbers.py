"""Numbers that people write down, and numbers that calls happen to come to."""

from __future__ import annotations

import pytest

from grader.diagnosis.plain_numbers import is_plain, is_written


@pytest.mark.parametrize("number", [1, 2, -3, 180, 0.5, 0.25, 1.5, 1 / 3, 0.1, 1e-8, 3.14, 0.999, 1000])
def test_whole_numbers_simple_fractions_and_what_everybody_knows_are_plain(number):
    assert is_plain(number)
    assert is_written(number)


@pytest.mark.parametrize("number", [0.85, 0.28, 0.015, 0.99985])
def test_a_number_of_two_digits_may_be_written_down(number):
    assert is_written(number)


@pytest.mark.parametrize("number", [0.425, 0.1371, 12.7391, 1e-3 / 7, 7654.0])
def test_a_number_of_more_digits_stands_nowhere(number):
    assert not is_plain(number)
    assert not is_written(number)
