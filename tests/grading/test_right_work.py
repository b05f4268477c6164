"""Right work handed in with fewer digits: what it loses, and that a name given to it is noticed."""

from __future__ import annotations

from grader.grading.prepare import prepare
from grader.grading.right_work import FORMS, RightWork, right_work
from grader.sandbox.base import Backend
from tests.conftest import SOLUTION, THRICE, CourseWriter

THIRD = SOLUTION.replace("2 * x", "2 * x / 3.0")
ADDED = '"""Adds."""\n\n\ndef twice(x):\n    return (x + x) / 3.0\n'
ROUNDED = THRICE.replace("3 * x", "round(2 * x / 3.0, 1)").replace("three, any_number", "any_number")


def found(courses: CourseWriter, backend: Backend, *, mistake: str = THRICE) -> list[RightWork]:
    assignment = courses.add(solution=THIRD, mistakes={"twice/other": mistake}, accepted={"added": ADDED})
    return list(right_work(courses.course, prepare(courses.course, assignment, backend), backend))


def test_the_reference_and_each_accepted_variant_are_looked_at_in_each_form(courses, backend):
    looked_at = found(courses, backend)

    assert [(each.variant, each.form) for each in looked_at] == [
        (name, form) for name in ("reference", "accepted-added") for form in FORMS
    ]
    assert [each.said for each in looked_at] == [()] * 6
    assert not any(each.loses for each in looked_at if each.form != "with four decimals")


def test_a_name_that_is_given_to_right_work_is_told(courses, backend, monkeypatch):
    monkeypatch.setitem(FORMS, "with one decimal", lambda number: round(number, 1))

    named = [each for each in found(courses, backend, mistake=ROUNDED) if each.said]

    assert {each.form for each in named} == {"with one decimal"}
    assert {each.said for each in named} == {("twice/other",)}
    assert all(each.loses for each in named)
