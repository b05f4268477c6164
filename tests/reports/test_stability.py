"""The map of what converges: its lines are where the slowest root has the size that they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.exhibits.stability import outline_of_rate
from grader.reports.facts.heavy_ball import spectral_radius

rates = st.floats(0.3, 0.99)
flattest = st.floats(0.05, 5.0)
conditions = st.floats(1.001, 1000.0)


@given(rates, flattest, conditions, st.integers(0, 3), st.floats(0.0, 1.0))
def test_every_place_on_a_line_of_equal_rate_has_that_rate(
    rate: float, low: float, condition: float, side: int, share: float
) -> None:
    outline = outline_of_rate(rate, low, low * condition)
    if outline is None:
        return
    first, second = outline[side % (len(outline) - 1)], outline[side % (len(outline) - 1) + 1]
    lr, alpha = (first + share * (second - first)).tolist()

    slowest = max(spectral_radius(lr, alpha, value) for value in (low, low * condition))

    assert slowest == pytest.approx(rate, rel=1e-5)  # a double root is known to half of the digits


@given(rates, flattest, conditions)
def test_without_a_line_no_setting_is_so_fast(rate: float, low: float, condition: float) -> None:
    if outline_of_rate(rate, low, low * condition) is not None:
        return
    best = (np.sqrt(condition) - 1) / (np.sqrt(condition) + 1)  # of all heavy balls on such a bowl

    assert best >= rate * (1 - 1e-9)
