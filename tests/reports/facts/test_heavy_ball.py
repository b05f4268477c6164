"""Paths taken apart, and the stability of the heavy ball, held to the mathematics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.landscapes import Landscape, quadratic, sine
from grader.reports.facts.heavy_ball import (
    Array,
    HeavyBall,
    compare_moves,
    heavy_ball_of,
    look_ahead_of,
    measured_rate,
    parts_of_move,
    rates_along,
    spectral_radius,
)

BOWL = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])

lrs = st.floats(0.005, 0.3)
alphas = st.floats(0.0, 0.95)


def walk(landscape: Landscape, start: list[float], lr: float, alpha: float, steps: int) -> Array:
    x, v = np.array(start), np.zeros(len(start))
    rows = [x]
    for _ in range(steps):
        v = alpha * v - lr * landscape.gradient(x)
        x = x + v
        rows.append(x)
    return np.array(rows)


@given(lrs, alphas)
def test_a_heavy_ball_is_recognised_by_its_path(lr: float, alpha: float) -> None:
    found = heavy_ball_of(BOWL, walk(BOWL, [2.0, -1.5], lr, alpha, 7))

    assert found is not None
    assert (found.lr, found.alpha) == pytest.approx((lr, alpha), abs=1e-6)


@given(lrs)
def test_plain_descent_is_a_heavy_ball_without_momentum(lr: float) -> None:
    found = heavy_ball_of(BOWL, walk(BOWL, [2.0, -1.5], lr, 0.0, 7))

    assert found is not None
    assert found.alpha == 0.0


def test_a_heavy_ball_is_recognised_on_a_curve_too() -> None:
    found = heavy_ball_of(sine(), walk(sine(), [2.3], 0.02, 0.8, 6))

    assert found is not None
    assert (found.lr, found.alpha) == pytest.approx((0.02, 0.8))


@given(st.floats(0.1, 0.9), st.floats(0.02, 0.1))
def test_gradients_taken_ahead_are_found_out(ahead: float, lr: float) -> None:
    x, v = np.array([2.0, -1.5]), np.zeros(2)
    rows = [x]
    for _ in range(6):
        v = 0.8 * v - lr * BOWL.gradient(x + ahead * v)
        x = x + v
        rows.append(x)

    assert look_ahead_of(BOWL, np.array(rows), HeavyBall(lr, 0.8)) == pytest.approx(ahead, rel=1e-5)


def test_a_path_that_takes_its_gradients_in_place_looks_nowhere_ahead() -> None:
    assert look_ahead_of(BOWL, walk(BOWL, [2.0, -1.5], 0.05, 0.8, 6), HeavyBall(0.05, 0.8)) is None


@given(st.lists(st.floats(0.01, 0.3), min_size=3, max_size=8))
def test_the_rates_of_plain_descent_are_read_off_its_path(rates: list[float]) -> None:
    rows = [np.array([2.0, -1.5])]
    for rate in rates:
        rows.append(rows[-1] - rate * BOWL.gradient(rows[-1]))

    found = rates_along(BOWL, np.array(rows))

    assert found is not None
    assert found == pytest.approx(rates, rel=1e-3)


def test_a_path_with_another_rule_is_no_heavy_balls() -> None:
    path = walk(BOWL, [2.0, -1.5], 0.05, 0.8, 7)

    assert heavy_ball_of(BOWL, path + 0.01 * np.sin(np.arange(16)).reshape(8, 2)) is None
    assert heavy_ball_of(BOWL, np.array([[2.0, -1.5], [1.0, 1.0]])) is None
    assert heavy_ball_of(BOWL, np.full((8, 2), np.nan)) is None


@given(st.floats(0.02, 0.3), st.floats(0.1, 0.95))
def test_the_parts_of_a_move_are_alpha_and_one(lr: float, alpha: float) -> None:
    path = walk(BOWL, [2.0, -1.5], lr, alpha, 3)

    assert parts_of_move(BOWL, path, 2, lr) == pytest.approx((alpha, 1.0), abs=1e-6)


@pytest.mark.parametrize(
    ("got", "said"),
    [
        ([3.0, 6.0], ("longer", 3.0)),
        ([-0.5, -1.0], ("opposite", 0.5)),
        ([-2.0, 1.0], ("turned", 90.0)),
        ([0.0, 0.0], ("still", 0.0)),
        ([np.nan, 1.0], None),
    ],
)
def test_two_moves_are_compared_by_length_and_direction(got: list[float], said: tuple[str, float] | None) -> None:
    compared = compare_moves(np.array(got), np.array([1.0, 2.0]))

    word, amount = compared or (None, 0.0)
    expected_word, expected_amount = said or (None, 0.0)
    assert (word, round(amount, 9)) == (expected_word, expected_amount)


@given(st.floats(0.0, 3.0), alphas, st.floats(0.1, 5.0))
def test_the_rate_is_the_spectral_radius_of_the_iteration_matrix(lr: float, alpha: float, eigenvalue: float) -> None:
    iteration = np.array([[1 + alpha - lr * eigenvalue, -alpha], [1.0, 0.0]])

    expected = float(np.abs(np.linalg.eigvals(iteration)).max())

    assert spectral_radius(lr, alpha, eigenvalue) == pytest.approx(expected, abs=1e-7)


@given(alphas, st.floats(0.1, 5.0))
def test_the_edge_of_stability_is_two_times_one_plus_alpha(alpha: float, eigenvalue: float) -> None:
    edge = 2 * (1 + alpha) / eigenvalue

    assert spectral_radius(edge * 0.999, alpha, eigenvalue) < 1 < spectral_radius(edge * 1.001, alpha, eigenvalue)


@settings(max_examples=20)
@given(st.floats(0.05, 0.25), st.floats(0.3, 0.9))
def test_a_long_path_shrinks_at_the_expected_rate(lr: float, alpha: float) -> None:
    landscape = quadratic(matrix=[[1.0, 0.0], [0.0, 1.0]])
    expected = spectral_radius(lr, alpha, 1.0)

    measured = measured_rate(walk(landscape, [1.0, 1.0], lr, alpha, 40), np.zeros(2))

    assert measured is None or measured == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(("lr", "alpha"), [(0.1, 0.0), (0.2, 0.0), (0.2, 0.9)])
def test_a_steady_rate_is_told(lr: float, alpha: float) -> None:
    landscape = quadratic(matrix=[[1.0, 0.0], [0.0, 1.0]])

    measured = measured_rate(walk(landscape, [1.0, 1.0], lr, alpha, 60), np.zeros(2))

    assert measured == pytest.approx(spectral_radius(lr, alpha, 1.0), abs=0.02)


def test_a_rate_that_swings_longer_than_the_path_is_not_told() -> None:
    landscape = quadratic(matrix=[[1.0, 0.0], [0.0, 1.0]])

    assert measured_rate(walk(landscape, [1.0, 1.0], 0.055, 0.6, 40), np.zeros(2)) is None


def test_a_short_path_has_no_measured_rate() -> None:
    assert measured_rate(walk(BOWL, [2.0, -1.5], 0.05, 0.8, 7), np.array([0.5, -0.25])) is None
