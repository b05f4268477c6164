"""Derivatives from losses: of another difference quotient it is told which one it is, on the diagonal and beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader import landscapes
from grader.diagnosis.searches import quotients
from grader.diagnosis.searches.question import Question, ground_of
from grader.diagnosis.searches.work import Work
from grader.records import Call, Diagnosis, Ending, Outcome
from grader.sandbox import values
from grader.words.described_quotients import QUOTIENTS
from grader.words.diagnoses import diagnosis_words

HILLS = landscapes.beale()
CALLS = [
    Call("f", values.encode_arguments((), {"loss": HILLS.value, "point": np.array(point), "h": h}))
    for point, h in (([1.3, -0.7], 0.5), ([-2.1, 0.4], 0.25), ([0.3, 2.2], 0.4))
]
Function = Callable[..., Any]


def gradient(slope: Function) -> Function:
    """Of slopes along each coordinate."""

    def made(loss: Function, point: Any, h: float) -> Any:
        steps = h * np.eye(len(point))
        return np.array([slope(loss, point, h, a) for a in steps])

    return made


def hessian(bend: Function, twist: Function) -> Function:
    """Of second derivatives along each coordinate, and along each two."""

    def made(loss: Function, point: Any, h: float) -> Any:
        steps = h * np.eye(len(point))
        table = np.array([[twist(loss, point, h, a, b) for b in steps] for a in steps])
        np.fill_diagonal(table, [bend(loss, point, h, a) for a in steps])
        return table

    return made


def outcomes(function: Function) -> tuple[Outcome, ...]:
    asked = (values.decode_arguments(call.arguments)[1] for call in CALLS)
    return tuple(Outcome(Ending.VALUE, values.encode_value(function(**given))) for given in asked)


def titles(right: Function, own: Function) -> str:
    ground = ground_of("f", ("loss", "point", "h"), {}, CALLS, CALLS, dict(zip(CALLS, outcomes(right), strict=True)))
    found = quotients.described(Question(ground, outcomes(own)), Work(10**9))
    return "" if found is None else diagnosis_words(Diagnosis("f", "it", described=found)).title


def written(formula: str) -> Function:
    """The number that a formula in words comes to: of a loss, and of steps along one or two coordinates."""

    def number(loss: Function, point: Any, h: float, a: Any, b: Any = None) -> float:
        return float(eval(re.sub(r"(\d)a", r"\1 * a", formula), {"L": loss, "x": point, "h": h, "a": a, "b": b}))

    return number


def formula_of(part: str, name: str) -> str:
    """What the words for a quotient write down; of those that write nothing down, what they say."""
    found = re.search(r"`(.*?)`", QUOTIENTS[part, name])
    return SAID[name] if found is None else found[1]


CORNERS = "(L(x + a + b) - L(x + a - b) - L(x - a + b) + L(x - a - b)) / (4 * h**2)"
SAID = {
    "half_a_step": CORNERS.replace("a", "a/2").replace("b", "b/2").replace("4 * h", "h"),
    "other_sign": f"-{CORNERS}",
    "slopes_multiplied": "(L(x + a) - L(x - a)) / (2 * h) * (L(x + b) - L(x - b)) / (2 * h)",
    "zero": "0",
}
BEND = "(L(x + a) - 2 * L(x) + L(x - a)) / h**2"
CENTRAL = gradient(written("(L(x + a) - L(x - a)) / (2 * h)"))
WHOLE = hessian(written(BEND), written(CORNERS))


@pytest.mark.parametrize("name", [each for each in quotients.SLOPES if each != "central"])
def test_every_slope_is_found(name):
    assert titles(CENTRAL, gradient(written(formula_of("slope", name)))) == QUOTIENTS["slope", name]


@pytest.mark.parametrize("name", [each for each in quotients.BENDS if each != "central"])
def test_every_second_derivative_along_a_coordinate_is_found(name):
    own = hessian(written(formula_of("bend", name)), written(CORNERS))

    assert titles(WHOLE, own) == QUOTIENTS["bend", name]


@pytest.mark.parametrize("name", [each for each in quotients.TWISTS if each != "central"])
def test_every_second_derivative_along_two_coordinates_is_found(name):
    own = hessian(written(BEND), written(formula_of("twist", name)))

    assert titles(WHOLE, own) == QUOTIENTS["twist", name]


def test_both_parts_of_a_matrix_are_told():
    two_steps = "(L(x + 2a) - 2 * L(x) + L(x - 2a)) / (4 * h**2)"
    forward = "(L(x + a + b) - L(x + a) - L(x + b) + L(x)) / h**2"

    told = titles(WHOLE, hessian(written(two_steps), written(forward)))

    assert f"On the diagonal your numbers are `{two_steps}`" in told
    assert f"Beside the diagonal yours are `{forward}`" in told


def moved(loss: Function, point: Any, h: float) -> Any:
    return CENTRAL(loss, point, h) + 0.1


def no_number(loss: Function, point: Any, h: float) -> Any:
    return np.nan * CENTRAL(loss, point, h)


@pytest.mark.parametrize("own", [CENTRAL, moved, no_number])
def test_what_is_right_or_no_quotient_is_told_nothing(own):
    assert titles(CENTRAL, own) == ""


def test_every_quotient_has_its_words():
    named = {
        (part, name)
        for part, table in (("slope", quotients.SLOPES), ("bend", quotients.BENDS), ("twist", quotients.TWISTS))
        for name in table
    }

    assert named == set(QUOTIENTS)
