"""The kill matrix on small courses: each way in which a rubric can be unsound is reported."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import RubricError
from grader.grading.leave_one_out import leave_one_out
from grader.grading.prepare import prepare
from grader.grading.selftest import Kind, Matrix, Row, matrices, require_no_survivor
from grader.sandbox.base import Backend
from tests.conftest import THRICE

TWO_NAMED = '''
"""Adds two.

loses: three, any_number
hint: Look at the sign.
second hint: Times, not plus.
"""


def twice(x):
    return x + 2
'''
SURVIVOR = '''
"""Is wrong for negative numbers alone.

loses: three
hint: Try -1.
second hint: Try -2.
"""


def twice(x):
    return 2 * abs(x)
'''
ADDED = '"""Adds."""\n\n\ndef twice(x):\n    return x + x\n'
WRONG = '"""Is wrong."""\n\n\ndef twice(x):\n    return x\n'


def matrix(courses: Any, backend: Backend, **files: Any) -> Matrix:
    """The kill matrix of a tiny course under its own seed."""
    assignment = courses.add(**files)
    return next(matrices(courses.course, assignment, backend))


def row(matrix: Matrix, name: str) -> Row:
    return next(each for each in matrix.rows if each.name == name)


def test_a_sound_rubric_has_no_troubles(courses, backend):
    found = matrix(courses, backend, mistakes={"twice/two_more": TWO_NAMED}, accepted={"added": ADDED})

    assert found.troubles == ()
    assert found.idle_criteria == ()
    assert (row(found, "solution").score, row(found, "added").score) == (2.0, 2.0)
    assert set(row(found, "two_more").margins) == {"three", "any_number"}
    assert row(found, "two_more").diagnosed == ("twice/two_more",)
    assert found.killed_by_public(row(found, "two_more"))


def test_files_that_implement_nothing_earn_nothing(courses, backend):
    found = matrix(courses, backend)

    made_up = [each for each in found.rows if each.kind is Kind.MADE_UP]

    assert len(made_up) == 28
    assert {each.score for each in made_up} == {0.0}


def test_the_margin_is_counted_in_tolerances(courses, backend):
    margins = row(matrix(courses, backend), "thrice").margins

    assert margins["three"] == (9 - 6) / (3e-4 * 6)
    assert min(margins.values()) > 1000


def test_a_survivor_is_reported(courses, backend):
    found = matrix(courses, backend, mistakes={"twice/positive_alone": SURVIVOR})

    assert found.troubles == ("mistake twice/positive_alone survives: no criterion is lost",)


def test_no_class_is_graded_while_a_mistake_survives(courses, backend):
    assignment = courses.add(mistakes={"twice/two_more": TWO_NAMED, "twice/positive_alone": SURVIVOR})
    prepared = prepare(courses.course, assignment, backend)

    with pytest.raises(RubricError, match="no criterion of twice catches the mistake twice/positive_alone") as caught:
        require_no_survivor(prepared)

    assert "grader selftest" in caught.value.remedy


def test_a_class_is_graded_where_every_mistake_loses(courses, backend):
    require_no_survivor(prepare(courses.course, courses.add(mistakes={"twice/two_more": TWO_NAMED}), backend))


def test_a_false_loss_is_reported(courses, backend):
    found = matrix(courses, backend, mistakes={"twice/two_more": TWO_NAMED.replace("three,", "three, four,")})

    assert found.troubles == (
        "mistake twice/two_more should lose four, which is no criterion; there are: three, any_number",
    )


def test_a_right_variant_that_loses_is_reported(courses, backend):
    found = matrix(courses, backend, accepted={"added": ADDED, "wrong": WRONG})

    assert found.troubles == (
        (
            "accepted wrong loses three, any_number "
            "(three: The answer: yours 3, expected 6. any_number: The answer: yours 28.7278, expected 57.4556.)"
        ),
    )


def test_a_right_variant_that_looks_like_a_mistake_is_reported(courses, backend):
    found = matrix(courses, backend, mistakes={"twice/two_more": TWO_NAMED}, accepted={"added": TWO_NAMED})

    assert found.troubles == (
        (
            "accepted added loses three, any_number "
            "(three: The answer: yours 5, expected 6. any_number: The answer: yours 30.7278, expected 57.4556.)"
        ),
        "accepted added is right, but diagnosed as twice/two_more",
    )


def test_a_stub_that_earns_is_reported(courses, backend):
    stub = "def twice(x):\n    return 6.0\n"

    found = matrix(courses, backend, stub=stub)

    assert found.troubles == ("made up stub earns 1 points for nothing",)


def test_a_criterion_that_anything_satisfies_is_reported(courses, backend):
    public = """
        from grader.rubric import criterion

        @criterion(points=1, functions=["twice"])
        def test_three(submission):
            \"\"\"It can be called.\"\"\"
            submission.twice(x=3.0)
    """

    found = matrix(courses, backend, public=public, mistakes={"twice/two_more": TWO_NAMED})

    assert "made up zero earns 1 points for nothing" in found.troubles
    assert "mistake twice/two_more should lose three, and does not" in found.troubles
    assert found.idle_criteria == ("three",)


ALIKE = "(of two that answer alike, one says `same as: NAME`)"


def test_two_mistakes_that_cannot_be_told_apart_are_reported(courses, backend):
    twin = TWO_NAMED.replace("x + 2", "2 + x")

    found = matrix(courses, backend, mistakes={"twice/two_more": TWO_NAMED, "twice/twin": twin})

    assert found.troubles == (
        f"mistake twice/twin is diagnosed as twice/twin, twice/two_more instead of twice/twin {ALIKE}",
        f"mistake twice/two_more is diagnosed as twice/twin, twice/two_more instead of twice/two_more {ALIKE}",
    )


def test_one_of_two_equal_mistakes_may_be_named_as_the_other(courses, backend):
    twin = TWO_NAMED.replace("x + 2", "2 + x").replace("second hint", "same as: two_more\nsecond hint")

    found = matrix(courses, backend, mistakes={"twice/two_more": TWO_NAMED, "twice/twin": twin})

    assert found.troubles == ()


def test_a_criterion_that_breaks_on_wrong_work_is_reported(courses, backend):
    public = """
        from grader.rubric import criterion

        @criterion(points=1, functions=["twice"])
        def test_three(submission):
            \"\"\"Three.\"\"\"
            assert 1 / (submission.twice(x=3.0) - 5.0) > 0.4
    """

    found = matrix(courses, backend, public=public, mistakes={"twice/two_more": TWO_NAMED})

    assert "mistake twice/two_more: the rubric itself fails: criterion three: ZeroDivisionError" in found.troubles[0]


def test_further_seeds_draw_other_hidden_cases_and_leave_the_case_book_alone(courses, backend):
    one_more = TWO_NAMED.replace("x + 2", "2 * x + (x != 10.0)")  # right at the simplest case, which every seed draws
    assignment = courses.add(mistakes={"twice/two_more": one_more})
    found = list(matrices(courses.course, assignment, backend, seeds=3))
    book = (courses.root / "reference/twice/casebook.json").read_bytes()

    again = list(matrices(courses.course, assignment, backend, seeds=3))

    assert [each.seed for each in found] == ["course", "1", "2"]
    assert len({row(each, "two_more").margins["any_number"] for each in found}) > 1
    assert again == found
    assert (courses.root / "reference/twice/casebook.json").read_bytes() == book


def test_left_out_one_by_one_each_mistake_is_said_as_the_others_say_it(courses, backend):
    mistakes = {
        "twice/thrice": THRICE,
        "twice/three_times": THRICE.replace("3 * x", "x + 2 * x"),
        "twice/two_more": THRICE.replace("3 * x", "2 * x + 2"),
    }
    assignment = courses.add(mistakes=mistakes)
    prepared = prepare(courses.course, assignment, backend)

    said = {each.mistake: each.said for each in leave_one_out(courses.course, prepared)}

    assert said == {"thrice": ("twice/three_times",), "three_times": ("twice/thrice",), "two_more": ()}


def test_a_program_beside_the_solution_that_nobody_reads_is_named(courses, backend):
    assignment = courses.add(mistakes={"twice/two_more": TWO_NAMED})
    folder = courses.course.reference / assignment.id
    for place in ("mistake/twice/one_more.py", "mistakes/loose.py", "accepted/more/added.py", ".old/kept.py"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(ADDED, encoding="utf-8")

    found = next(matrices(courses.course, assignment, backend))

    named = [said.partition(" is read by nobody")[0] for said in found.unread]
    assert named == [
        f"reference/{assignment.id}/{place}"
        for place in ("accepted/more/added.py", "mistake/twice/one_more.py", "mistakes/loose.py")
    ]
    assert set(found.unread) <= set(found.missing)
    assert found.troubles == ()
