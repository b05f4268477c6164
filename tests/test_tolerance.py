"""Within tolerance: closed, by the size of the column, and never for what is no finite number."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.tolerance import FLOOR, RELATIVE, Tolerance


def test_each_column_has_a_share_of_its_own_largest_number():
    want = np.array([[1.0, -200.0], [-2.0, 100.0]])

    assert Tolerance.of_columns(want).allowed == pytest.approx([2 * RELATIVE, 200 * RELATIVE])
    assert Tolerance.of_values(want).allowed == pytest.approx(200 * RELATIVE)


def test_a_column_of_zeros_has_a_floor():
    assert Tolerance.of_columns(np.zeros((3, 2))).allowed.tolist() == [FLOOR, FLOOR]


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_finite_number_never_holds_and_is_beyond_measure(odd):
    tolerance = Tolerance.of_size(1.0)

    assert not tolerance.holds(odd, 1.0)
    assert tolerance.ratio(odd, 1.0) == np.inf


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300), st.floats(1e-12, 1e12))
def test_a_number_holds_exactly_where_its_distance_is_at_most_one_tolerance(got, want, size):
    tolerance = Tolerance.of_size(size)

    assert bool(tolerance.holds(got, want)) == (abs(got - want) <= float(tolerance.allowed))
    assert bool(tolerance.ratio(got, want) > 1) <= (not tolerance.holds(got, want))


@pytest.mark.parametrize("relative", [0, -1.0, 1.0, 1e9, math.nan])
def test_a_share_that_holds_nothing_or_zeros_too_is_none(relative):
    with pytest.raises(ValueError, match="above 0 and below 1"):
        Tolerance.of_size(1.0, relative)
