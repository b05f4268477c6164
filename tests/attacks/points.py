"""What honest work deserves: points as the rubrics give them, so that no attack states a number of its own."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from grader.course.folder import Course
from grader.rubric.criteria import Rubric
from grader.rubric.rubric_files import collect
from tests.attacks import open_kinds
from tests.whole_course import COURSE


@cache
def _rubric(assignment: str) -> Rubric:
    if assignment != open_kinds.KINDS:
        return collect(COURSE.assignment(assignment))
    with tempfile.TemporaryDirectory() as folder:
        open_kinds.write(Path(folder))
        return collect(Course(Path(folder)).assignment(assignment))


def whole(assignment: str) -> float:
    """Everything."""
    return sum(each.points for each in _rubric(assignment).criteria)


def public(assignment: str) -> float:
    """What may be learnt by heart."""
    return sum(each.points for each in _rubric(assignment).criteria if each.public)


def of(assignment: str, *criteria: str) -> float:
    """These criteria alone."""
    points = {each.id: each.points for each in _rubric(assignment).criteria}
    return sum(points[each] for each in criteria)


def without(assignment: str, *lost: str) -> float:
    """What is left where these functions or criteria are lost, and with them all that comes after one of them."""
    gone = set(lost)
    left = list(_rubric(assignment).criteria)
    while follows := [each for each in left if gone & {each.id, *each.functions, *each.after}]:
        gone |= {each.id for each in follows}
        left = [each for each in left if each not in follows]
    return sum(each.points for each in left)
