"""Landscapes of a course's own: what may stand in the file, how they travel, and what they are held to."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import AssignmentError
from grader.grading.landscape_check import require_sound
from grader.landscapes import from_data, own, to_data
from grader.sandbox import values

ROOT = Path(__file__).parents[1]

MONKEY_SADDLE = """
import numpy as np

class monkey_saddle:
    \"\"\"Three ways down from the origin.\"\"\"
    dimension = 2
    def __init__(self, depth=1.0, shift=(0.0, 0.0)):
        self.depth, self.shift = depth, np.array(shift)
    def value(self, x):
        x1, x2 = x - self.shift
        return self.depth * (x1**3 - 3 * x1 * x2**2)
    def gradient(self, x):
        x1, x2 = x - self.shift
        return self.depth * np.array([3 * x1**2 - 3 * x2**2, -6 * x1 * x2])
"""


def assignment_with(tmp_path: Path, own_file: str = MONKEY_SADDLE, of_course: str | None = None) -> Assignment:
    folder = tmp_path / "assignments" / "momentum_step"
    shutil.copytree(ROOT / "assignments" / "momentum_step", folder)
    (folder / "landscapes.py").write_text(own_file)
    if of_course is not None:
        (folder.parent / "landscapes.py").write_text(of_course)
    return Course(tmp_path).assignment("momentum_step")


def test_it_is_made_by_name_and_parameters_and_travels_as_these(tmp_path):
    assignment = assignment_with(tmp_path)
    made = own(str(assignment.folder / "test_public.py")).monkey_saddle(depth=2.0, shift=[1.0, 0.0])

    again = from_data(to_data(made))

    assert repr(made) == "monkey_saddle(depth=2.0, shift=[1.0, 0.0])"
    assert again == made
    assert again.gradient([2.0, 1.0]) == pytest.approx([0.0, -12.0])
    assert again.hessian([2.0, 1.0]) == pytest.approx(np.array([[12.0, -12.0], [-12.0, -12.0]]), abs=1e-4)
    sent = values.encode_arguments([], {"grad": made.gradient})
    assert b"monkey_saddle" in sent
    assert b"class" not in sent
    assert values.decode_arguments(sent)[1]["grad"]([2.0, 1.0]) == pytest.approx([0.0, -12.0])


def test_a_recipe_never_means_another_file_than_it_was_made_from(tmp_path):
    made = own(str(assignment_with(tmp_path).folder / "test_public.py")).monkey_saddle()
    kind, digest, *rest = to_data(made)
    assert isinstance(digest, str)

    other = from_data([kind, "0" * len(digest), *rest])

    assert other.dimension == 0
    with pytest.raises(ValueError, match="not here, or that has changed"):
        other.gradient([])


def test_those_of_the_course_are_found_beside_those_of_the_assignment(tmp_path):
    assignment = assignment_with(tmp_path, of_course=MONKEY_SADDLE.replace("monkey_saddle", "another"))

    assert dir(own(str(assignment.folder / "test_hidden.py"))) == ["another", "monkey_saddle"]
    assert len(assignment.own_landscapes) == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("import numpy as np", "import numpy as np\nimport os"), "line 3, imports os"),
        (("import numpy as np", "import numpy as np\nimport numpy.random"), "line 3, imports numpy.random"),
        (("import numpy as np", "from numpy import random as np"), "line 2, uses random"),
        (("return self.depth *", "return np.random.rand() *"), "line 11, uses random"),
        (("dimension = 2", "dimension = 2\n    table = open('x.csv')"), "line 7, calls open"),
        (("dimension = 2", "dimension = 2\n    table = np.load('x.npy')"), "line 7, uses load"),
        (("dimension = 2", "dimension = 2\n    base = ().__class__"), "line 7, uses __class__"),
        (("dimension = 2", "dimension = 1 / 0"), "line 6, stops while it is imported: ZeroDivisionError"),
        (("class monkey_saddle:", "class monkey_saddle"), "line 4, is not valid Python"),
        (("class monkey_saddle:", "class _monkey_saddle:"), "line 1, defines no landscape"),
        (
            ("dimension = 2", "dimension = 2\n    slow = [sum(range(1000)) for _ in range(100_000)]"),
            "s to import",
        ),
    ],
)
def test_what_such_a_file_may_not_do_is_named_with_its_line(tmp_path, changed, told):
    with pytest.raises(AssignmentError, match=r"assignments/momentum_step/landscapes\.py") as refused:
        assignment_with(tmp_path, MONKEY_SADDLE.replace(*changed))

    assert told in str(refused.value)


def test_two_of_one_name_are_refused(tmp_path):
    with pytest.raises(AssignmentError, match=r"monkey_saddle, which assignments/landscapes\.py defines as well"):
        assignment_with(tmp_path, of_course=MONKEY_SADDLE + "\nmore = 1\n")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("-6 * x1 * x2]", "-5 * x1 * x2]"), "has a gradient that does not fit its value: at ("),
        (("-6 * x1 * x2])", "-6 * x1 * x2, 0.0])"), "has shape (3,) at a point of shape (2,)"),
        (("dimension = 2", "dimension = 0"), "has the dimension 0"),
        (("self.depth * (x1", "(x1"), "with depth="),
        (("dimension = 2", "dimension = 2\n    minima = [[0.5, 0.0]]"), "names a minimum (0.5, 0) at which it is not"),
        (
            ("dimension = 2", "dimension = 2\n    minima = [[0.0, 0.0, 0.0]]"),
            "names a minimum of shape (3,)",
        ),
        (
            ("dimension = 2", "dimension = 2\n    def hessian(self, x): return np.eye(2)"),
            "has a Hessian that does not fit its gradient",
        ),
        (
            ("dimension = 2", "dimension = 2\n    asked = []"),
            None,
        ),
        (
            ("x1, x2 = x - self.shift\n        return", "x1, x2 = x - self.shift; self.depth += 1\n        return"),
            "again",
        ),
    ],
)
def test_it_is_held_against_its_own_differences(tmp_path, changed, told):
    assignment = assignment_with(tmp_path, MONKEY_SADDLE.replace(*changed))
    if told is None:
        require_sound(assignment)
        return

    with pytest.raises(AssignmentError, match=r"the landscape monkey_saddle in landscapes\.py") as wrong:
        require_sound(assignment)

    assert told in str(wrong.value)
