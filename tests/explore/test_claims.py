"""What the presets tell students to look for is what the reference does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.explore.motion import Behaviour, motion_of
from grader.explore.paths import Path
from grader.landscapes import elongated_bowl, loss_along
from tests.explore.conftest import EVERY_PRESET, PRESETS

Walked = Callable[..., list[Path]]


def behaviour(path: Path) -> Behaviour:
    found = motion_of(path.rows, path.walk.landscape)
    assert found is not None
    return found.behaviour


def stays_within(path: Path, distance: float) -> int:
    """The row from which on it stays that near to the minimum."""
    outside = np.flatnonzero(np.linalg.norm(path.rows, axis=1) > distance)
    return int(outside[-1]) + 1


def test_past_a_third_the_convex_bowl_throws_descent_out(reference_paths: Walked) -> None:
    bowl = PRESETS["convex_bowl"]

    assert behaviour(reference_paths(bowl)[0]) is Behaviour.CONVERGES
    (below,), (beyond,) = reference_paths(bowl, lr=0.3), reference_paths(bowl, lr=0.34)
    assert np.all(below.rows[1:, 1] * below.rows[:-1, 1] < 0)
    assert behaviour(beyond) is Behaviour.DIVERGES


def test_four_starts_end_in_three_valleys(reference_paths: Walked) -> None:
    ends = [float(path.rows[-1, 0]) for path in reference_paths(PRESETS["many_starts"])]

    assert ends == pytest.approx([-0.3660, -0.3660, 1.5135, 3.3629], abs=1e-3)


def test_momentum_is_near_from_row_37_and_descent_runs_away_first(reference_paths: Walked) -> None:
    valley = PRESETS["narrow_valley"]
    descent, momentum = reference_paths(valley)
    beyond = reference_paths(valley, lr=0.021)

    assert stays_within(momentum, 1.0) == 37
    assert stays_within(descent, 1.0) == 201
    assert [behaviour(path) for path in beyond] == [Behaviour.DIVERGES, Behaviour.CONVERGES]


def test_noise_leaves_the_saddle_and_stillness_stays(reference_paths: Walked) -> None:
    still, noisy = reference_paths(PRESETS["saddle_with_noise"])
    away = np.flatnonzero(np.abs(noisy.rows[:, 1]) > 1)

    assert not still.rows[:, 1].any()
    assert 15 < away[0] < 35
    (rest,) = reference_paths(PRESETS["saddle_at_rest"], starts=[[0.0, 0.0]])
    assert behaviour(rest) is Behaviour.RESTS
    assert behaviour(reference_paths(PRESETS["saddle_at_rest"])[0]) is Behaviour.LEAVES


def test_at_twice_the_inverse_of_lambda_max_descent_goes_to_and_fro(reference_paths: Walked) -> None:
    (path,) = reference_paths(PRESETS["ill_conditioned"], condition_number=20)
    (first,) = reference_paths(PRESETS["ill_conditioned"])

    assert path.rows[:, 1] == pytest.approx([-4.0 * (-1) ** row for row in range(21)])
    assert behaviour(path) is Behaviour.OSCILLATES
    assert first.rows[1:, 1] == pytest.approx(0)


def test_after_forty_steps_momentum_has_the_higher_loss(reference_paths: Walked) -> None:
    losses = [loss_along(elongated_bowl(), path.rows)[-1] for path in reference_paths(PRESETS["elongated_bowl"])]

    assert losses == pytest.approx([0.53, 1.94], abs=5e-3)


def test_the_quartic_jumps_and_then_loses_its_numbers(reference_paths: Walked) -> None:
    (jumps,), (lost,) = (
        reference_paths(PRESETS["quartic"], steps=50, lr=0.22),
        reference_paths(PRESETS["quartic"], steps=50, lr=0.6),
    )

    assert behaviour(jumps) is Behaviour.OSCILLATES
    assert behaviour(lost) is Behaviour.DIVERGES
    assert not np.isfinite(lost.rows).all()


def test_tuned_descent_is_the_first_of_four_that_stays(reference_paths: Walked) -> None:
    paths = reference_paths(PRESETS["four_optimizers"], lr=0.09)
    rows = [stays_within(path, 0.1) for path in paths]

    assert [path.walk.function for path in paths] == ["gradient_descent", "momentum", "rmsprop", "adam"]
    assert rows[0] == 39
    assert rows[0] == min(rows)
    assert behaviour(reference_paths(PRESETS["four_optimizers"])[0]) is Behaviour.DIVERGES


def test_the_ball_crosses_valleys_as_it_is_said(reference_paths: Walked) -> None:
    sine = PRESETS["ball_on_the_sine"]
    ends = [float(path.rows[-1, 0]) for path in reference_paths(sine, steps=200)]
    slow = [float(path.rows[-1, 0]) for path in reference_paths(sine, steps=200, lr=0.01)]

    assert ends == pytest.approx([1.5135, -0.3660], abs=1e-3)
    assert slow[1] == pytest.approx(1.5135, abs=1e-3)


def test_a_falling_rate_wins_against_noise_and_loses_without(reference_paths: Walked) -> None:
    bowl = PRESETS["falling_rate"]

    def late(path: Path) -> float:
        return float(np.median(np.linalg.norm(path.rows[-30:], axis=1)))

    constant, falling = reference_paths(bowl)
    assert late(falling) < 0.8 * late(constant)
    constant, falling = reference_paths(bowl, noise=0.0)
    assert late(constant) < late(falling)


def test_the_sharp_minimum_throws_out_what_the_flat_one_holds(reference_paths: Walked) -> None:
    sharp, flat = reference_paths(PRESETS["flat_and_sharp"], lr=0.021)

    assert behaviour(sharp) is Behaviour.DIVERGES
    assert behaviour(flat) is not Behaviour.DIVERGES
    assert [path.walk.landscape.value([-0.3]) for path in (sharp, flat)] == pytest.approx([4.5, 0.18])


def test_noise_that_is_handed_over_leaves_the_saddle_too(reference_paths: Walked) -> None:
    def leaves(**moved: object) -> int:
        still, noisy = reference_paths(EVERY_PRESET["left_by_noise"], steps=60, **moved)
        assert not still.rows[:, 1].any()
        return int(np.flatnonzero(np.abs(noisy.rows[:, 1]) > 1)[0])

    assert leaves(noise=0.05) < 30
    assert leaves(noise=0.005) - leaves(noise=0.05) in {12, 13}
    assert behaviour(reference_paths(EVERY_PRESET["left_by_noise"], starts=[[-2.0, 0.1]])[0]) is Behaviour.LEAVES


def test_the_best_rate_is_faster_than_the_one_that_ends_the_steep_direction_at_once(reference_paths: Walked) -> None:
    best, slower = (reference_paths(EVERY_PRESET["best_rate"], lr=lr)[0] for lr in (0.4, 0.25))
    (beyond,) = reference_paths(EVERY_PRESET["best_rate"], lr=0.51)

    assert not slower.rows[1:, 1].any()
    assert stays_within(best, 0.1) < stays_within(slower, 0.1)
    assert behaviour(beyond) is Behaviour.DIVERGES
    assert abs(beyond.rows[-1, 0]) < 1e-3


def test_a_ball_of_much_momentum_shrinks_by_its_root(reference_paths: Walked) -> None:
    paths = {alpha: reference_paths(EVERY_PRESET["ball_that_swings"], momentum=alpha)[1] for alpha in (0.3, 0.6, 0.9)}

    assert stays_within(paths[0.6], 0.1) < stays_within(paths[0.3], 0.1)
    sizes = np.abs(paths[0.9].rows).max(axis=1)
    assert (sizes[40:].max() / sizes[:20].max()) ** (1 / 40) == pytest.approx(0.949, abs=0.01)


def test_starts_around_a_maximum_end_in_four_minima(reference_paths: Walked) -> None:
    paths = reference_paths(EVERY_PRESET["around_a_maximum"])

    assert len({tuple(path.rows[-1].round(2)) for path in paths}) == 4
    assert {behaviour(path) for path in paths} == {Behaviour.CONVERGES}


def test_half_the_noise_stays_half_as_far_away(reference_paths: Walked) -> None:
    def late(noise: float) -> float:
        _, noisy = reference_paths(EVERY_PRESET["noise_of_a_batch"], noise=noise)
        return float(np.median(np.linalg.norm(noisy.rows[-40:], axis=1)))

    assert late(0.8) / late(0.4) == pytest.approx(2, abs=0.2)
    still, noisy = reference_paths(EVERY_PRESET["noise_of_a_batch"], noise=0.0)
    assert np.array_equal(still.rows, noisy.rows)
    assert behaviour(still) is Behaviour.CONVERGES
