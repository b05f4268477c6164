"""Lines that a student pastes: they run as they are, and ask the very same question."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader import landscapes, schedules
from grader.records import Call
from grader.reports.call_line import lines_to_paste
from grader.sandbox import values

SURFACES = [
    landscapes.beale(),
    landscapes.convex_bowl(),
    landscapes.elongated_bowl(a=4.0),
    landscapes.flat_minimum(),
    landscapes.himmelblau(),
    landscapes.least_squares([[1.0, 2.0], [0.5, -1.0], [2.0, 0.0]], [1.0, 0.0, 2.0]),
    landscapes.linear_network(3, target=2.0),
    landscapes.logistic([[1.0, 2.0], [0.5, -1.0]], [1.0, 0.0], l2=0.1),
    landscapes.moved(landscapes.himmelblau(), matrix=[[0.0, -1.0], [1.0, 0.0]], shift=[0.5, 0.5], height=2.0),
    landscapes.narrow_valley(),
    landscapes.noisy(landscapes.quartic(), 0.1, 7),
    landscapes.quadratic([[2.0, 0.5], [0.5, 1.0]], minimum=[1.0, 0.0]),
    landscapes.quartic(),
    landscapes.rosenbrock(b=3),
    landscapes.saddle(),
    landscapes.saddle_with_valleys(),
    landscapes.sharp_minimum(),
    landscapes.sine(),
    landscapes.skewed_bowl(),
]
ARGUMENTS: list[dict[str, Any]] = [
    *({"grad": surface.gradient, "start": np.array([1.0, -0.5])} for surface in SURFACES),
    *({"loss": surface.value} for surface in SURFACES),
    {"schedule": schedules.constant(0.1), "steps": 3},
    {"schedule": schedules.harmonic(0.1, 0.5)},
    {"schedule": schedules.table([0.1, 0.2])},
]


def test_every_surface_that_the_package_offers_is_among_them() -> None:
    offered = {name for name in landscapes.__all__ if name.islower()}

    assert offered - {repr(each).partition("(")[0] for each in SURFACES} <= {
        *("from_data", "to_data", "named", "own", "loss_along"),
        *("convex_bowl", "elongated_bowl", "narrow_valley", "saddle", "skewed_bowl", "flat_minimum", "sharp_minimum"),
    }  # the last ones are quadratics


@pytest.mark.parametrize("keywords", ARGUMENTS, ids=lambda keywords: repr(next(iter(keywords.values())))[:60])
def test_lines_to_paste_run_as_they_are_and_ask_the_same(keywords: dict[str, Any]) -> None:
    call = Call("walk", values.encode_arguments([], keywords))
    asked: list[dict[str, Any]] = []

    imports, lines = lines_to_paste(call, ())
    exec("\n".join([*imports, *lines]), {"walk": lambda **given: asked.append(given)})

    assert values.encode_arguments([], asked[0]) == call.arguments


def test_an_argument_that_a_call_changes_is_shown_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    call = Call("walk", values.encode_arguments([], {"start": np.array([1.0, 2.0]), "steps": 1}))

    imports, lines = lines_to_paste(call, ("start", "steps"), watched="start")
    exec("\n".join([*imports, *lines]), {"walk": lambda start, steps: start.fill(steps)})

    assert lines[1] == "walk(start=start, steps=1)"
    assert capsys.readouterr().out == "[1. 1.]\n"


def test_a_call_that_is_answered_otherwise_again_stands_there_twice() -> None:
    call = Call("walk", values.encode_arguments([], {"steps": 1}))

    assert lines_to_paste(call, ("steps",), again=True)[1] == ["walk(steps=1)", "walk(steps=1)"]
