"""One more assignment of the scratch course: a label, a set, an interval, parts under names, a picture, an own loss.

It is written into the scratch course and stands in no real one.
"""

from __future__ import annotations

from pathlib import Path

KINDS = "open_kinds"

SOLUTION = '''"""Right answers."""

import matplotlib.pyplot as plt
import numpy as np


def classify(hessian):
    low, high = np.linalg.eigvalsh(hessian)
    return "minimum" if low > 0 else "maximum" if high < 0 else "saddle"


def flat_places(depth):
    return {(0.0, 0.0), (0.0, float(depth)), (0.0, -float(depth))}


def stable_rates(hessian):
    return 0.0, 2.0 / float(np.linalg.eigvalsh(hessian)[-1])


def summary(path):
    return {"first": path[0], "kind": "straight", "by_axis": [[float(path[0][0])], path[:, 1].tolist()], "bent": False}


def walk(grad, start, lr, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


def draw(loss, path):
    xs, ys = np.linspace(-3, 3, 31), np.linspace(-2, 2, 31)
    fig, ax = plt.subplots()
    ax.contour(xs, ys, np.array([[loss([x, y]) for x in xs] for y in ys]), levels=12)
    ax.plot(path[:, 0], path[:, 1], "o-", label="path")
    ax.set(xlabel="first", ylabel="second", title="Going down")
    ax.legend()
    return fig
'''

_LANDSCAPES = '''import numpy as np


class monkey_saddle:
    """Three ways down from the origin, and three up."""

    dimension = 2

    def __init__(self, depth=1.0):
        self.depth = depth

    def value(self, x):
        return self.depth * (x[0] ** 3 - 3 * x[0] * x[1] ** 2)

    def gradient(self, x):
        return self.depth * np.array([3 * x[0] ** 2 - 3 * x[1] ** 2, -6 * x[0] * x[1]])
'''

_SETTINGS = """title = "Answers of every kind"
source = "attacks"
level = "hostile"
minutes = 5
functions = ["classify", "flat_places", "stable_rates", "summary", "walk", "draw"]
points = 12.0
landscape = "monkey_saddle"
"""

_CRITERIA = '''"""What is marked."""

import numpy as np

from grader.landscapes import own, quadratic
from grader.rubric import (
    assert_close,
    assert_contours,
    assert_interval,
    assert_label,
    assert_legend,
    assert_named_axes,
    assert_path_drawn,
    assert_set,
    assert_trajectory,
    cases,
    criterion,
    floats,
)

LOSSES = own(__file__)
KINDS = ("minimum", "maximum", "saddle")
PATH = np.array([[2.0, 1.0], [1.0, 0.25], [0.5, 0.0]])
NUMBER = {number}


@criterion(points=1, functions=["classify"])
def test_label_{where}(submission, reference):
    """Kinds are told apart ({where})."""
    for curvatures in ([2.0, -NUMBER], [2.0, NUMBER], [-2.0, -NUMBER]):
        run = dict(hessian=np.diag(curvatures))
        assert_label(submission.classify(**run), reference.classify(**run), among=KINDS)


@criterion(points=1, functions=["flat_places"])
def test_set_{where}(submission, reference):
    """All flat places are named ({where})."""
    run = dict(depth=NUMBER)
    assert_set(submission.flat_places(**run), reference.flat_places(**run))


@criterion(points=1, functions=["stable_rates"])
def test_interval_{where}(submission, reference):
    """Both ends are right ({where})."""
    run = dict(hessian=np.diag([1.0, NUMBER]))
    assert_interval(submission.stable_rates(**run), reference.stable_rates(**run))


@criterion(points=1, functions=["summary"])
def test_parts_{where}(submission, reference):
    """Each part is right ({where})."""
    run = dict(path=NUMBER * PATH)
    assert_close(submission.summary(**run), reference.summary(**run))


@criterion(points=1, functions=["walk"])
@cases(2, depth=floats(0.5, 1))
def test_walk_{where}(submission, reference, case):
    """The path is right on a loss of the course's own ({where})."""
    run = dict(grad=LOSSES.monkey_saddle(depth=NUMBER * case.depth).gradient, start=[0.1, 0.2], lr=0.05, steps=5)
    assert_trajectory(submission.walk(**run), reference.walk(**run))


@criterion(points=1, functions=["draw"])
def test_picture_{where}(submission):
    """The path lies on contours, with names ({where})."""
    bowl = quadratic(condition_number=NUMBER, angle=0.4)
    got = submission.draw(loss=bowl.value, path=NUMBER * PATH)
    assert_contours(got, bowl, levels=5, x=[-2, 2], y=[-1, 1])
    assert_path_drawn(got, NUMBER * PATH, label="path")
    assert_named_axes(got, title=True)
    assert_legend(got, "path")
'''

_MISTAKE = '''"""Takes every point for a minimum.

loses: label_public
hint: Look at the signs.
second hint: Both of them.
"""


def classify(hessian):
    return "minimum"
'''

_ACCEPTED = '''"""A label in capitals."""

import numpy as np


def classify(hessian):
    low, high = np.linalg.eigvalsh(hessian)
    return "Minimum" if low > 0 else "MAXIMUM" if high < 0 else " saddle."
'''


def write(course: Path) -> None:
    """Put the assignment into a course's folder."""
    folder, reference = course / "assignments" / KINDS, course / "reference" / KINDS
    texts = {
        folder / "assignment.toml": _SETTINGS,
        folder / "statement.md": "# Answers of every kind\n\nWrite them.\n",
        folder / "stub.py": '"""Nothing is written yet."""\n',
        folder / "landscapes.py": _LANDSCAPES,
        folder / "test_public.py": _CRITERIA.format(number="3.0", where="public"),
        folder / "test_hidden.py": _CRITERIA.format(number="4.718281828", where="hidden"),
        reference / "solution.py": SOLUTION,
        reference / "mistakes" / "classify" / "always_minimum.py": _MISTAKE,
        reference / "accepted" / "in_capitals.py": _ACCEPTED,
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
