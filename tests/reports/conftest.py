"""A small course whose criteria ask every kind of question that an exhibit is made for, graded without a lock."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.grading.grade import Graded, grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import SourceKind, Submission
from grader.sandbox.base import Backend
from tests.conftest import CourseWriter

TOML = """\
title = "Walks <downhill> & back"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["momentum", "roll", "step", "rate", "count", "shares"]
points = 7.5
due = 2999-01-01T00:00:00Z
"""

PUBLIC = '''
"""The public part."""

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import (
    assert_close, assert_count, assert_schedule, assert_trajectory, assert_unchanged, cases, criterion, floats,
)

BOWL = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])
RUN = {"grad": BOWL.gradient, "start": [2.0, -1.5], "lr": 0.03, "steps": 7, "alpha": 0.8}


@criterion(points=1, functions=["momentum"], hint="First $v' = \\\\alpha v - \\\\eta g$, then move by `v`.")
def test_velocity_update(submission, reference) -> None:
    """The point moves by $v'$, the velocity `v` just computed."""
    assert_trajectory(submission.momentum(**RUN), reference.momentum(**RUN))


@criterion(points=0.5, functions=["momentum"], hint="Copy the start.")
def test_start_is_left_alone(submission) -> None:
    """The start is left alone."""
    assert_unchanged(submission.outcome.momentum(**{**RUN, "start": np.array([2.0, -1.5])}), "start")


@criterion(points=0.5, functions=["momentum"], hint="Any number of coordinates.")
def test_three_dimensions(submission, reference):
    """The path is right in three dimensions."""
    bowl = quadratic(matrix=[[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 1.0]])
    run = {"grad": bowl.gradient, "start": [1.0, -2.0, 0.5], "lr": 0.1, "steps": 5}
    assert_trajectory(submission.momentum(**run), reference.momentum(**run))


@criterion(points=0.5, functions=["roll"], hint="Begin with the start.")
def test_rolls(submission, reference) -> None:
    """The ball rolls."""
    run = {"start": 2.3, "lr": 0.02, "steps": 6}
    assert_trajectory(submission.roll(**run), reference.roll(**run), columns=("weight", "loss"))


@criterion(points=0.5, functions=["step"], hint="Two terms.")
@cases(
    8, weight=floats(-3, 3), gradient=floats(-5, 5), lr=floats(0.02, 0.3), velocity=floats(-1, 1), keep=floats(0.1, 0.9)
)
def test_one_step(submission, reference, case) -> None:
    """One step is right."""
    assert_close(submission.step(**case), reference.step(**vars(case)), scale=1.0, names=("weight", "velocity"))


@criterion(points=0.5, functions=["rate"], hint="Every rate is gamma times the last.")
def test_rates(submission, reference) -> None:
    """The rate decays."""
    asked = [submission.rate(lr0=0.5, gamma=0.85, t=t) for t in range(7)]
    assert_schedule(asked, [reference.rate(lr0=0.5, gamma=0.85, t=t) for t in range(7)], lr0=0.5)


@criterion(points=0.5, functions=["count"], hint="Look from the end.")
def test_counts(submission, reference) -> None:
    """The count is right."""
    path = [[3.0, 2.0], [1.2, 2.0], [1.9, 2.0], [1.3, 2.0], [1.1, 2.0]]
    asked = {"trajectory": path, "minimum": [1.0, 2.0], "tol": 0.5}
    assert_count(submission.count(**asked), reference.count(**asked))


@criterion(points=0.5, functions=["shares"], hint="Divide by the sum.")
def test_shares(submission, reference) -> None:
    """The shares are right."""
    assert_close(submission.shares(numbers=[1.0, 3.0]), reference.shares(numbers=[1.0, 3.0]))
'''

HIDDEN = '''
"""The hidden part."""

from grader.landscapes import quadratic
from grader.rubric import assert_close, assert_schedule, assert_trajectory, cases, criterion, floats


@criterion(points=1, functions=["momentum"], hint="Any bowl will do.")
@cases(3, angle=floats(0.2, 1.4), x=floats(1, 3), y=floats(-3, -1), lr=floats(0.01, 0.05))
def test_any_bowl(submission, reference, case) -> None:
    """The path is right on any bowl."""
    bowl = quadratic(condition_number=10, angle=case.angle, minimum=[0.3171, -0.6373])
    run = {"grad": bowl.gradient, "start": [case.x, case.y], "lr": case.lr, "steps": 6, "alpha": 0.7193}
    assert_trajectory(submission.momentum(**run), reference.momentum(**run))


@criterion(points=0.5, functions=["rate"], hint="Any rate will do.")
@cases(2, lr0=floats(0.1, 0.9), gamma=floats(0.5, 0.9))
def test_any_rate(submission, reference, case) -> None:
    """Any decay is right."""
    got = [submission.rate(lr0=case.lr0, gamma=case.gamma, t=t) for t in range(5)]
    assert_schedule(got, [reference.rate(lr0=case.lr0, gamma=case.gamma, t=t) for t in range(5)], lr0=case.lr0)


@criterion(points=1, functions=["shares"], hint="A hint nobody sees.", visibility="hidden")
@cases(3, a=floats(1, 9), b=floats(1, 9))
def test_never_shown(submission, reference, case) -> None:
    """A criterion nobody sees."""
    assert_close(submission.shares(numbers=[case.a, case.b]), reference.shares(numbers=[case.a, case.b]))


@criterion(points=0.5, functions=["shares"], hint="A hint for later.", visibility="after_due_date")
def test_shown_later(submission, reference) -> None:
    """A criterion for later."""
    assert_close(submission.shares(numbers=[2.7183, 3.1416]), reference.shares(numbers=[2.7183, 3.1416]))
'''

SOLUTION = """
import numpy as np


def momentum(grad, start, lr, steps, alpha=0.9):
    x, v = np.array(start, dtype=float), np.zeros(len(start))
    rows = [x.copy()]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        rows.append(x.copy())
    return np.array(rows)


def roll(start, lr, steps):
    w, rows = start, []
    for _ in range(steps + 1):
        rows.append((w, np.sin(3 * w) + 0.5 * w**2 - w))
        w = w - lr * (3 * np.cos(3 * w) + w - 1)
    return np.array(rows)


def step(weight, gradient, lr, velocity, keep):
    velocity = keep * velocity - lr * gradient
    return weight + velocity, velocity


def rate(lr0, gamma, t):
    return lr0 * gamma**t


def count(trajectory, minimum, tol):
    outside = np.flatnonzero(np.linalg.norm(np.array(trajectory) - minimum, axis=1) > tol)
    return int(outside[-1]) + 1 if len(outside) else 0


def shares(numbers):
    return np.array(numbers) / sum(numbers)
"""

MOVING_AVERAGE = '''
"""The velocity is a moving average <b>of gradients</b>.

loses: velocity_update, three_dimensions, any_bowl
hint: How long is the first move?
second hint: Leave out the factor `1 - alpha`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x, v = np.array(start, dtype=float), np.zeros(len(start))
    rows = [x.copy()]
    for _ in range(steps):
        v = alpha * v - (1 - alpha) * lr * grad(x)
        x = x + v
        rows.append(x.copy())
    return np.array(rows)
'''

# Wrong in a way that nobody has described yet.
UNHEARD_OF = """
def momentum(grad, start, lr, steps, alpha=0.9):
    turns = np.arange(steps + 1)[:, None]
    return np.array(start, dtype=float) + lr * np.hstack([turns**2 / 3, -turns / 7])
"""

# Wrong in every function, each in its own way.
ALL_WRONG = (
    MOVING_AVERAGE
    + """
def roll(start, lr, steps):
    w, rows = start, []
    for _ in range(steps + 1):
        rows.append((w, np.sin(3 * w) + 0.5 * w**2 - w))
        w = w + lr * (3 * np.cos(3 * w) + w - 1)
    return np.array(rows)


def step(weight, gradient, lr, velocity, keep):
    velocity = keep * velocity + lr * gradient
    return weight + velocity, velocity


def rate(lr0, gamma, t):
    return lr0 * gamma ** (t + 1)


def count(trajectory, minimum, tol):
    return 1


def shares(numbers):
    return np.array(numbers) / max(numbers)
"""
)

Grader = Callable[..., Graded]


@pytest.fixture(scope="session")
def walks(tmp_path_factory: pytest.TempPathFactory, backend: Backend) -> Prepared:
    writer = CourseWriter(tmp_path_factory.mktemp("course"))
    writer.write("reference/seed", "0123456789abcdef0123456789abcdef\n")
    mistakes = {"momentum/moving_average": MOVING_AVERAGE}
    assignment = writer.add(
        "walks", toml=TOML, public=PUBLIC, hidden=HIDDEN, solution=SOLUTION, mistakes=mistakes, stub="# nothing\n"
    )
    return prepare(writer.course, assignment, backend)


@pytest.fixture(scope="session")
def graded(walks: Prepared, backend: Backend) -> Grader:
    """Grades the solution with some functions written again."""

    def run(replaced: str = "", *, student: str = "ada", whole: str | None = None) -> Graded:
        source = f"{SOLUTION}\n\n{textwrap.dedent(replaced)}" if whole is None else whole
        submission = Submission(student, "walks", "walks.py", SourceKind.PYTHON, source.encode())
        return grade(submission, walks, backend)

    return run


@pytest.fixture(scope="session")
def all_wrong(graded: Grader) -> Graded:
    return graded(ALL_WRONG)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One for all tests that look at pages."""
    pytest.importorskip("websockets", reason="the browser is spoken to by the package websockets")
    from tests.reports.browser import Browser, find_chromium  # noqa: PLC0415 - it needs that package

    program = find_chromium()
    if program is None:
        pytest.skip("there is no Chromium to look at pages with")
    with Browser(program, tmp_path_factory.mktemp("profile")) as opened:
        yield opened
