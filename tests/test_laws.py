"""Laws of the methods, held against the reference solutions: what must be so whatever the numbers."""

import itertools
import math
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.landscapes import Landscape, quadratic, sine
from grader.schedules import constant, harmonic, table

REFERENCE = Path(__file__).parents[1] / "reference"
MOMENTUM_STEP, OPTIMIZERS, SCHEDULES = (
    SimpleNamespace(**runpy.run_path(str(REFERENCE / assignment / "solution.py")))
    for assignment in ("momentum_step", "optimizer_comparison", "cosine_annealing")
)
LAST_DIGIT = 1 + 1e-12  # (lr0 * 3) / 3 may be the next float above lr0

quick = settings(max_examples=20, deadline=None)

angles = st.floats(0, math.pi)
coordinates = st.integers(-3000, 3000).map(lambda thousandths: thousandths / 1000)  # their squares never underflow
points = st.tuples(coordinates, coordinates).map(np.array)
momenta = st.floats(0, 0.95)
step_counts = st.integers(0, 30)
bowls = st.builds(
    lambda kappa, angle, minimum: quadratic(condition_number=kappa, angle=angle, minimum=minimum),
    st.floats(1, 50),
    angles,
    points,
)
rates = st.floats(0.001, 0.03)  # below 2 / 50, so that no path on the bowls above diverges


def rotation(angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s], [s, c]])


def moved(bowl: Landscape, turn: np.ndarray, shift: Any) -> Landscape:
    """The same bowl in coordinates y = turn x + shift."""
    return quadratic(turn @ bowl.hessian([0, 0]) @ turn.T, turn @ bowl.minimum + shift)


def assert_same_path(got: Any, want: Any) -> None:
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


OPTIMIZERS_BY_NAME = {
    "gradient_descent": OPTIMIZERS.gradient_descent,
    "momentum": OPTIMIZERS.momentum,
    "adam": OPTIMIZERS.adam,
    "descend_with_schedule": lambda grad, start, lr, steps: SCHEDULES.descend_with_schedule(
        grad, start, constant(lr), steps
    ),
}
every_optimizer = pytest.mark.parametrize("optimize", OPTIMIZERS_BY_NAME.values(), ids=OPTIMIZERS_BY_NAME.keys())


# --- every optimizer -------------------------------------------------------------------------------------------


@every_optimizer
@settings(max_examples=8, deadline=None)
@given(bowls, points, rates, step_counts)
def test_a_path_has_a_row_for_the_start_and_one_for_each_step(optimize, bowl, start, lr, steps):
    path = optimize(bowl.gradient, start, lr, steps)

    assert path.shape == (steps + 1, 2)
    assert np.array_equal(path[0], start)


@every_optimizer
@settings(max_examples=8, deadline=None)
@given(bowls, points, rates, step_counts, st.data())
def test_a_shorter_run_is_the_beginning_of_a_longer_one(optimize, bowl, start, lr, steps, data):
    fewer = data.draw(st.integers(0, steps))

    assert np.array_equal(
        optimize(bowl.gradient, start, lr, fewer), optimize(bowl.gradient, start, lr, steps)[: fewer + 1]
    )


@every_optimizer
@settings(max_examples=8, deadline=None)
@given(bowls, st.tuples(st.integers(-3, 3), st.integers(-3, 3)), rates)
def test_a_start_of_integers_in_a_list_walks_like_floats_in_an_array(optimize, bowl, start, lr):
    floats = optimize(bowl.gradient, np.array(start, dtype=float), lr, 8)

    assert np.array_equal(optimize(bowl.gradient, list(start), lr, 8), floats)
    assert np.array_equal(optimize(bowl.gradient, np.array(start), lr, 8), floats)


@every_optimizer
def test_the_start_is_left_alone(optimize):
    start = np.array([2.0, -1.5])
    path = optimize(quadratic().gradient, start, 0.05, 5)
    path[...] = 99.0

    assert start.tolist() == [2.0, -1.5]


@every_optimizer
@settings(max_examples=8, deadline=None)
@given(bowls, rates)
def test_at_the_minimum_nothing_moves(optimize, bowl, lr):
    path = optimize(bowl.gradient, bowl.minimum, lr, 10)

    assert np.array_equal(path, np.tile(bowl.minimum, (11, 1)))


# --- gradient descent and momentum -----------------------------------------------------------------------------


@quick
@given(bowls, points, rates, step_counts)
def test_momentum_zero_is_gradient_descent(bowl, start, lr, steps):
    assert_same_path(
        OPTIMIZERS.momentum(bowl.gradient, start, lr, steps, alpha=0.0),
        OPTIMIZERS.gradient_descent(bowl.gradient, start, lr, steps),
    )


@quick
@given(bowls, points, rates, step_counts, angles, points)
def test_rotating_and_shifting_a_bowl_rotates_and_shifts_the_path_of_gradient_descent(
    bowl, start, lr, steps, angle, shift
):
    turn = rotation(angle)

    assert_same_path(
        OPTIMIZERS.gradient_descent(moved(bowl, turn, shift).gradient, turn @ start + shift, lr, steps),
        OPTIMIZERS.gradient_descent(bowl.gradient, start, lr, steps) @ turn.T + shift,
    )


@quick
@given(bowls, points, rates, step_counts, angles, points, momenta)
def test_rotating_and_shifting_a_bowl_rotates_and_shifts_the_path_of_momentum(
    bowl, start, lr, steps, angle, shift, alpha
):
    turn = rotation(angle)

    assert_same_path(
        OPTIMIZERS.momentum(moved(bowl, turn, shift).gradient, turn @ start + shift, lr, steps, alpha),
        OPTIMIZERS.momentum(bowl.gradient, start, lr, steps, alpha) @ turn.T + shift,
    )


@quick
@given(bowls, points, rates, step_counts, st.floats(0.1, 10), momenta)
def test_a_steeper_bowl_and_a_smaller_rate_make_the_same_path(bowl, start, lr, steps, factor, alpha):
    steeper = quadratic(factor * bowl.hessian([0, 0]), bowl.minimum)

    assert_same_path(
        OPTIMIZERS.momentum(steeper.gradient, start, lr / factor, steps, alpha),
        OPTIMIZERS.momentum(bowl.gradient, start, lr, steps, alpha),
    )


@quick
@given(bowls, points, rates)
def test_gradient_descent_below_the_limit_never_climbs(bowl, start, lr):
    path = OPTIMIZERS.gradient_descent(bowl.gradient, start, lr, 20)
    losses = [bowl.value(x) for x in path]

    assert all(later <= earlier for earlier, later in itertools.pairwise(losses))


@quick
@given(bowls, points, rates, st.integers(1, 30), momenta)
def test_momentum_is_the_recurrence_of_three_points(bowl, start, lr, steps, alpha):
    path = OPTIMIZERS.momentum(bowl.gradient, start, lr, steps, alpha)
    slopes = np.array([bowl.gradient(x) for x in path[1:-1]]).reshape(-1, 2)

    assert_same_path(path[2:], path[1:-1] - lr * slopes + alpha * (path[1:-1] - path[:-2]))


# --- Adam ------------------------------------------------------------------------------------------------------


@quick
@given(bowls, points, rates, step_counts)
def test_permuting_the_coordinates_permutes_the_path_of_adam(bowl, start, lr, steps):
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])

    assert_same_path(
        OPTIMIZERS.adam(moved(bowl, swap, 0.0).gradient, start[::-1], lr, steps),
        OPTIMIZERS.adam(bowl.gradient, start, lr, steps)[:, ::-1],
    )


@quick
@given(bowls, points, rates, step_counts, st.integers(-20, 20))
def test_adam_does_not_feel_the_size_of_the_loss(bowl, start, lr, steps, doublings):
    # Powers of two scale without rounding, so the paths agree to the last bit; eps would be felt.
    scaled = quadratic(2.0**doublings * bowl.hessian([0, 0]), bowl.minimum)
    plain = quadratic(bowl.hessian([0, 0]), bowl.minimum)

    assert np.array_equal(
        OPTIMIZERS.adam(scaled.gradient, start, lr, steps, eps=1e-150),
        OPTIMIZERS.adam(plain.gradient, start, lr, steps, eps=1e-150),
    )


@quick
@given(bowls, points, st.floats(0.001, 1))
def test_the_first_move_of_adam_has_the_length_of_the_rate_in_each_coordinate(bowl, start, lr):
    gradient = bowl.gradient(start)
    first, second = OPTIMIZERS.adam(bowl.gradient, start, lr, 1)

    np.testing.assert_allclose(second - first, -lr * gradient / (np.abs(gradient) + 1e-8), rtol=1e-6, atol=1e-12)


# --- what is measured ------------------------------------------------------------------------------------------


@quick
@given(st.floats(1, 1e4), angles, st.floats(0.01, 100))
def test_the_condition_number_knows_neither_direction_nor_size(kappa, angle, scale):
    hessian = quadratic(condition_number=kappa, angle=angle, scale=scale).hessian([0, 0])

    assert OPTIMIZERS.condition_number(hessian) == pytest.approx(kappa, rel=1e-8)


@quick
@given(st.lists(st.sampled_from([0.5, 2.0, math.nan]), max_size=12))
def test_convergence_is_the_row_after_the_last_one_outside(distances):
    path = np.array([[1.0, 2.0 + distance] for distance in distances]).reshape(-1, 2)
    outside = [row for row, distance in enumerate(distances) if not distance <= 1]
    after = outside[-1] + 1 if outside else 0

    found = OPTIMIZERS.steps_to_converge(path, np.array([1.0, 2.0]), tol=1.0)

    assert found == (after if after < len(distances) else None)


@settings(max_examples=10, deadline=None)
@given(bowls, points, rates)
def test_comparing_is_running_each_and_counting(bowl, start, lr):
    lrs = {"gradient_descent": lr, "momentum": lr / 2, "adam": lr * 2}
    counts = {
        name: OPTIMIZERS.steps_to_converge(
            OPTIMIZERS_BY_NAME[name](bowl.gradient, start, lrs[name], 60), bowl.minimum, 0.5
        )
        for name in lrs
    }

    assert OPTIMIZERS.compare_optimizers(bowl.hessian([0, 0]), bowl.minimum, start, lrs, 60, 0.5) == counts


# --- schedules -------------------------------------------------------------------------------------------------

first_rates = st.floats(0.001, 10)
times = st.integers(0, 60)


@quick
@given(first_rates, times, st.floats(0.01, 1), st.integers(1, 20))
def test_step_decay_stays_in_its_bounds_and_never_rises(lr0, t, factor, every):
    rate = SCHEDULES.step_decay(lr0, t, factor, every)

    assert 0 <= SCHEDULES.step_decay(lr0, t + 1, factor, every) <= rate <= lr0


@quick
@given(first_rates, times, st.floats(0.01, 1))
def test_exponential_decay_is_step_decay_at_every_step(lr0, t, gamma):
    assert SCHEDULES.exponential_decay(lr0, t, gamma) == SCHEDULES.step_decay(lr0, t, gamma, 1)


@quick
@given(first_rates, times, st.integers(1, 60))
def test_cosine_annealing_stays_in_its_bounds_and_never_rises(lr0, t, total):
    rate = SCHEDULES.cosine_annealing(lr0, t, total)

    assert 0 <= SCHEDULES.cosine_annealing(lr0, t + 1, total) <= rate <= lr0


@quick
@given(first_rates, st.integers(1, 60), st.data())
def test_cosine_annealing_is_symmetric_about_its_middle(lr0, total, data):
    t = data.draw(st.integers(0, total))
    mirrored = SCHEDULES.cosine_annealing(lr0, total - t, total)

    assert SCHEDULES.cosine_annealing(lr0, t, total) + mirrored == pytest.approx(lr0, rel=1e-12)


@quick
@given(first_rates, st.integers(0, 20), st.integers(1, 40), times)
def test_a_warm_up_climbs_to_the_rate_and_anneals_from_there(lr0, warmup, rest, t):
    total = warmup + rest
    rate, following = (SCHEDULES.warmup_cosine(lr0, step, warmup, total) for step in (t, t + 1))

    assert 0 <= rate <= lr0 * LAST_DIGIT
    assert rate < following if t + 1 < warmup else rate * LAST_DIGIT >= following


@quick
@given(first_rates, times, st.integers(1, 60))
def test_without_a_warm_up_only_the_cosine_is_left(lr0, t, total):
    assert SCHEDULES.warmup_cosine(lr0, t, 0, total) == SCHEDULES.cosine_annealing(lr0, t, total)


@quick
@given(bowls, points, rates, step_counts)
def test_a_constant_schedule_is_gradient_descent(bowl, start, lr, steps):
    assert_same_path(
        SCHEDULES.descend_with_schedule(bowl.gradient, start, constant(lr), steps),
        OPTIMIZERS.gradient_descent(bowl.gradient, start, lr, steps),
    )


@quick
@given(bowls, points, rates, st.floats(0.1, 2), step_counts)
def test_the_rate_of_step_t_is_that_of_the_schedule_at_t(bowl, start, lr0, slowing, steps):
    schedule = harmonic(lr0, slowing)
    listed = table([schedule(t) for t in range(steps + 1)])

    assert np.array_equal(
        SCHEDULES.descend_with_schedule(bowl.gradient, start, schedule, steps),
        SCHEDULES.descend_with_schedule(bowl.gradient, start, listed, steps),
    )


@quick
@given(points, rates, st.integers(0, 20), st.integers(1, 20))
def test_a_path_rests_where_its_schedule_is_zero(start, lr, moving, resting):
    schedule = table([*[lr] * moving, 0.0])
    path = SCHEDULES.descend_with_schedule(quadratic().gradient, start, schedule, moving + resting)

    assert np.array_equal(path[moving:], np.tile(path[moving], (resting + 1, 1)))


# --- the ball --------------------------------------------------------------------------------------------------


@quick
@given(points, points, points, rates, momenta)
def test_a_step_moves_the_weight_by_the_velocity_it_returns(weight, gradient, velocity, lr, momentum):
    new_weight, new_velocity = MOMENTUM_STEP.sgd_step(weight, gradient, lr, velocity, momentum)

    np.testing.assert_allclose(new_weight - weight, new_velocity, atol=1e-14)


@quick
@given(points, points, points, rates, momenta)
def test_a_step_of_arrays_is_the_step_of_their_elements(weight, gradient, velocity, lr, momentum):
    together = MOMENTUM_STEP.sgd_step(weight, gradient, lr, velocity, momentum)
    apart = [MOMENTUM_STEP.sgd_step(w, g, lr, v, momentum) for w, g, v in zip(weight, gradient, velocity, strict=True)]

    assert np.array_equal(np.transpose(together), apart)


@quick
@given(coordinates, st.floats(0.001, 0.05), momenta, step_counts)
def test_the_ball_is_the_heavy_ball_on_the_sine(start, lr, momentum, steps):
    path = MOMENTUM_STEP.optimize_with_momentum(start, lr, momentum, steps)

    assert_same_path(path[:, :1], OPTIMIZERS.momentum(sine().gradient, [start], lr, steps, momentum))


@quick
@given(coordinates, st.floats(0.001, 0.05), momenta, step_counts)
def test_each_row_of_the_ball_holds_the_loss_of_its_weight(start, lr, momentum, steps):
    path = MOMENTUM_STEP.optimize_with_momentum(start, lr, momentum, steps)

    np.testing.assert_allclose(path[:, 1], [sine().value([weight]) for weight in path[:, 0]], atol=1e-13)
