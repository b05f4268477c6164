"""The reference solutions against runs of the source documents' own JavaScript; `data/README.md` describes these."""

import gzip
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.landscapes import (
    Landscape,
    convex_bowl,
    elongated_bowl,
    loss_along,
    narrow_valley,
    quadratic,
    quartic,
    saddle,
    sine,
    skewed_bowl,
)

Case = dict[str, Any]

CASES: dict[str, Case] = json.loads(gzip.decompress((Path(__file__).parent / "data" / "seeds.json.gz").read_bytes()))
REFERENCE = Path(__file__).parents[1] / "reference"
MOMENTUM_STEP, OPTIMIZERS, SCHEDULES, ADAPTIVE, FLAT = (
    SimpleNamespace(**runpy.run_path(str(REFERENCE / assignment / "solution.py")))
    for assignment in (
        "momentum_step",
        "optimizer_comparison",
        "cosine_annealing",
        "adaptive_methods",
        "flat_and_sharp",
    )
)
TOLERANCE = 1e-9  # comparable rows agree to 1e-10 although every gradient is shaken in its last bit


def momentum_exercise(case: Case) -> np.ndarray:
    inputs = case["inputs"]
    rows = MOMENTUM_STEP.optimize_with_momentum(inputs["start"], inputs["lr"], inputs["momentum"], inputs["steps"])
    return np.asarray(rows)


def descent(case: Case, landscape: Landscape) -> np.ndarray:
    inputs = case["inputs"]
    start = np.atleast_1d(inputs["start"])
    return np.asarray(OPTIMIZERS.gradient_descent(landscape.gradient, start, inputs["lr"], inputs["steps"]))


def heavy_ball(case: Case, landscape: Landscape) -> np.ndarray:
    inputs = case["inputs"]
    alpha = inputs["momentum"] if "momentum" in inputs else inputs["alpha"]
    return np.asarray(OPTIMIZERS.momentum(landscape.gradient, inputs["start"], inputs["lr"], inputs["steps"], alpha))


def adam(case: Case, landscape: Landscape) -> np.ndarray:
    inputs = case["inputs"]
    moments = {name: inputs[name] for name in ("beta1", "beta2", "eps")}
    return np.asarray(OPTIMIZERS.adam(landscape.gradient, inputs["start"], inputs["lr"], inputs["steps"], **moments))


def rmsprop(case: Case, landscape: Landscape) -> np.ndarray:
    inputs = case["inputs"]
    forgetting = {name: inputs[name] for name in ("gamma", "eps")}
    path = ADAPTIVE.rmsprop(landscape.gradient, inputs["start"], inputs["lr"], inputs["steps"], **forgetting)
    return np.asarray(path)


def bounded_descent(case: Case, landscape: Landscape) -> np.ndarray:
    # The document's demonstration puts a point that leaves [-2, 2] back on the border, and ends there.
    rows = len(case["trajectory"])
    path = descent({"inputs": {**case["inputs"], "steps": rows - 1}}, landscape)
    return np.asarray(np.clip(path, *case["inputs"]["clamp"]))


Solve = Callable[[Case, Landscape], np.ndarray]

# Beginning of a case's name, a part at its end: the solution that answers it, and the surface it runs on.
RUNS: dict[tuple[str, str], tuple[Solve, Callable[[Case], Landscape]]] = {
    ("convex_bowl_gd", ""): (descent, lambda _: convex_bowl()),
    ("nonconvex_1d_gd", ""): (descent, lambda _: sine()),
    ("saddle_gd", ""): (descent, lambda _: saddle()),
    ("narrow_valley_sgd", ""): (heavy_ball, lambda _: narrow_valley()),
    ("saddle_demo", ""): (descent, lambda _: saddle()),
    ("ill_conditioned_gd", ""): (descent, lambda case: elongated_bowl(case["inputs"]["a"])),
    ("gd_vs_momentum", "__gd"): (descent, lambda _: elongated_bowl()),
    ("gd_vs_momentum", "__momentum"): (heavy_ball, lambda _: elongated_bowl()),
    ("learning_rate_1d", ""): (bounded_descent, lambda _: quartic()),
    ("four_optimizers", "__gd"): (descent, lambda _: skewed_bowl()),
    ("four_optimizers", "__momentum"): (heavy_ball, lambda _: skewed_bowl()),
    ("four_optimizers", "__rmsprop"): (rmsprop, lambda _: skewed_bowl()),
    ("four_optimizers", "__adam"): (adam, lambda _: skewed_bowl()),
}


def named(beginning: str, end: str = "") -> list[str]:
    return [name for name in CASES if name.startswith(beginning) and name.endswith(end)]


RUN_OF = {name: run for (beginning, end), run in RUNS.items() for name in named(beginning, end)}
EXERCISE_RUNS = named("exercise_momentum")


def error(got: np.ndarray, want: Any, start: Any = 0.0) -> float:
    want = np.asarray(want)
    floor = 1e-3 * max(1.0, float(np.abs(start).max()))
    return float(np.max(np.abs(got - want) / np.maximum(np.abs(want), floor)))


def test_every_case_is_compared():
    answered = [*RUN_OF, *EXERCISE_RUNS, "exercise_sgd_step_single", "flat_vs_sharp"]

    assert len(CASES) == 206
    assert sorted(answered) == sorted(CASES)


@pytest.mark.parametrize("name", RUN_OF)
def test_an_optimizer_walks_the_path_of_the_document(name):
    case = CASES[name]
    solve, landscape_of = RUN_OF[name]
    rows = case["comparable_rows"]
    with np.errstate(all="ignore"):  # some of the demonstrations diverge on purpose
        path = solve(case, landscape_of(case))

    assert path.shape == np.shape(case["trajectory"])
    assert error(path[:rows], case["trajectory"][:rows], case["inputs"]["start"]) < TOLERANCE


@pytest.mark.parametrize("name", RUN_OF)
def test_a_landscape_has_the_loss_of_the_document(name):
    case = CASES[name]

    assert error(loss_along(RUN_OF[name][1](case), case["trajectory"]), case["loss"]) < TOLERANCE


@pytest.mark.parametrize("name", EXERCISE_RUNS)
def test_the_ball_of_the_exercise_rolls_as_in_the_document(name):
    case = CASES[name]
    rows = case["comparable_rows"]
    path = momentum_exercise(case)

    assert path.shape == (len(case["trajectory"]), 2)
    assert error(path[:rows, :1], case["trajectory"][:rows], case["inputs"]["start"]) < TOLERANCE
    assert error(path[:rows, 1], case["loss"][:rows]) < TOLERANCE


def test_single_steps_of_the_exercise_agree():
    case = CASES["exercise_sgd_step_single"]
    pairs = [
        MOMENTUM_STEP.sgd_step(**dict(zip(case["inputs"]["columns"], row, strict=True)))
        for row in case["inputs"]["rows"]
    ]

    assert error(np.array(pairs), case["trajectory"]) < TOLERANCE


@pytest.mark.parametrize("name", [name for name in RUN_OF if RUN_OF[name][0] is descent])
def test_a_constant_schedule_walks_the_same_path(name):
    case = CASES[name]
    inputs = case["inputs"]
    with np.errstate(all="ignore"):
        path = SCHEDULES.descend_with_schedule(
            RUN_OF[name][1](case).gradient, np.atleast_1d(inputs["start"]), lambda _: inputs["lr"], inputs["steps"]
        )
    rows = case["comparable_rows"]

    assert error(path[:rows], case["trajectory"][:rows], inputs["start"]) < TOLERANCE


def test_a_sharp_and_a_flat_bowl_lose_as_much_as_in_the_document():
    case = CASES["flat_vs_sharp"]
    losses = [
        [quadratic([[curvature]], minimum=[shift]).value([0.0]) for curvature in (100.0, 4.0)]
        for shift in case["inputs"]["shift"]
    ]

    assert error(np.array(losses), case["trajectory"]) < TOLERANCE


def test_the_exercise_has_a_shift_cost_as_much_as_in_the_document():
    case = CASES["flat_vs_sharp"]
    losses = [
        [FLAT.loss_under_shift(curvature, shift) for curvature in (100.0, 4.0)] for shift in case["inputs"]["shift"]
    ]

    assert error(np.array(losses), case["trajectory"]) < TOLERANCE
