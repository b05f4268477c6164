"""A call that another machine makes is the planned one, though sines differ there in the last digit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.landscapes import quadratic, saddle
from grader.records import Call
from grader.rubric.planned_calls import as_planned
from grader.sandbox import values
from grader.schedules import harmonic, table

DIGIT = 1 + 2**-50  # a few units in the last place


def call(occurrence: int = 0, **arguments: Any) -> Call:
    return Call("walk", values.encode_arguments((), arguments), occurrence)


def bowl(factor: float = 1.0) -> Any:
    return quadratic(matrix=[[3.0 * factor, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25]).gradient


PLANNED = {
    "grad": bowl(),
    "start": np.array([2.0, np.nan]),
    "whole": np.array([3, -2]),
    "lr": 0.3,
    "steps": 7,
    "rows": [(1.0, 2), None],
}
SAME: list[dict[str, Any]] = [
    {"grad": bowl(DIGIT)},
    {"start": np.array([2.0 * DIGIT, np.nan])},
    {"lr": 0.3 * DIGIT},
    {"whole": np.array([3, -2], dtype=np.int32)},  # what NumPy makes of whole numbers in a browser
    {"rows": [(1.0 * DIGIT, 2), None]},
]
OTHER: list[dict[str, Any]] = [
    {"grad": bowl(1 + 1e-9)},
    {"grad": saddle().gradient},
    {"start": np.array([2.0, 1.0])},
    {"start": np.array([[2.0, np.nan]])},
    {"start": np.array([2, 3])},
    {"whole": np.array([3, -3])},
    {"whole": np.array([3.0, -2.0])},
    {"lr": 0.3 + 1e-9},
    {"steps": 8},
    {"rows": [(1.0, 3), None]},
    {"rows": [[1.0, 2], None]},
    {"lr": np.float64(0.3)},
]


@pytest.mark.parametrize("change", SAME)
def test_a_last_digit_makes_no_other_call(change: dict[str, Any]) -> None:
    planned = call(**PLANNED)

    assert as_planned([call(x=1.0), planned])(call(**{**PLANNED, **change})) is planned


@pytest.mark.parametrize("change", OTHER)
def test_anything_else_does(change: dict[str, Any]) -> None:
    asked = call(**{**PLANNED, **change})

    assert as_planned([call(**PLANNED)])(asked) is asked


def test_a_second_call_is_not_the_first() -> None:
    asked = call(occurrence=1, **PLANNED)

    assert as_planned([call(**PLANNED)])(asked) is asked


@pytest.mark.parametrize(
    ("planned", "asked"),
    [(harmonic(0.3, 0.37), harmonic(0.3 * DIGIT, 0.37)), (table([0.1, 0.2]), table([0.1, 0.2 * DIGIT]))],
)
def test_schedules_are_compared_by_their_numbers(planned: Any, asked: Any) -> None:
    first = call(schedule=planned)

    assert as_planned([first])(call(schedule=asked)) is first
