"""Numbers of any size are fitted, and nothing but the fit is said."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.diagnosis.formula_fit import FEWEST, Surplus, formula, surplus

NUMBERS = arrays(np.float64, 2 * FEWEST, elements=st.floats(allow_nan=False, allow_infinity=False))
RNG = np.random.default_rng(7)
ARGUMENTS = {name: RNG.uniform(0.5, 2.0, 2 * FEWEST) for name in ("gradient", "lr", "momentum", "velocity")}


@given(NUMBERS, NUMBERS)
def test_numbers_as_large_as_numbers_get_are_no_trouble(got: np.ndarray, want: np.ndarray) -> None:
    formula(ARGUMENTS, got)  # a warning would fail here
    surplus(ARGUMENTS, got, want)


def test_a_term_that_is_added_is_told_at_any_size() -> None:
    want = 1e150 * ARGUMENTS["velocity"]

    found = surplus(ARGUMENTS | {"gradient": 1e150 * ARGUMENTS["gradient"]}, want + 2e150 * ARGUMENTS["gradient"], want)

    assert found == Surplus("2 · gradient", added=True)


def test_a_factor_is_told_by_the_arguments_that_are_the_same_in_all_calls():
    steps = np.arange(8.0)
    given = {"lr0": np.full(8, 0.5), "gamma": np.full(8, 0.85), "t": steps}

    assert formula(given, 0.425 * steps) == "lr0 · gamma · t"
    assert formula(given, 0.5 * steps) == "lr0 · t"
    assert formula(given, 3 * steps) == "3 · t"


def test_a_factor_that_stands_nowhere_or_has_two_names_is_not_told():
    steps = np.arange(8.0)
    given = {"lr0": np.full(8, 0.5), "gamma": np.full(8, 0.5), "t": steps}

    assert formula(given, 0.5 * steps) is None
    assert formula(given, 0.137 * steps) is None
