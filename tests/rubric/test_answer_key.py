"""Rehearsing: the calls of a rubric are found, the reference answers them, and an unsound criterion is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from grader.errors import RubricError
from grader.records import Ending, Limits, Outcome, Submission
from grader.rubric.answer_key import AnswerKey, judge_all, rehearse
from grader.rubric.casebook import draw
from grader.rubric.rubric_files import collect
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import Recording, record

HEAD = "import numpy as np\nfrom grader.rubric import assert_close, assert_count, cases, criterion, floats\n\n"
SOLUTION = "def twice(x):\n    return 2 * x\n"


def public(body: str, *, takes: str = "submission, reference", more: str = "") -> str:
    """A public rubric of one criterion."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f'{HEAD}@criterion(points=1, functions=["twice"])\n{more}def test_three({takes}):\n    """Three."""\n{lines}'


def key_of(courses: Any, backend: Backend, solution: str = SOLUTION, seed: bytes = b"1", **files: str) -> AnswerKey:
    """The answer key of a tiny course."""
    assignment = courses.add(solution=solution, **files)
    rubric = collect(assignment)
    source = (courses.root / "reference/twice/solution.py").read_bytes()
    submission = Submission("reference", "twice", "twice.py", "python", source)  # type: ignore[arg-type]
    return rehearse(rubric, draw(rubric, seed), Recording(submission, assignment.limits, backend))


def trouble(*arguments: Any, **keywords: Any) -> str:
    with pytest.raises(RubricError) as caught:
        key_of(*arguments, **keywords)
    assert caught.value.remedy
    return caught.value.problem


def arguments(calls: Any) -> list[dict[str, Any]]:
    return [values.decode_arguments(call.arguments)[1] for call in calls]


def test_the_key_holds_every_call_and_what_the_reference_answers(courses, backend):
    key = key_of(courses, backend)

    assert arguments(key.plan.public) == [{"x": 3.0}]
    assert len(key.plan.hidden) == 4
    assert all(10 <= each["x"] <= 90 for each in arguments(key.plan.hidden))
    for call, outcome in key.reference.outcomes.items():
        assert values.decode_value(outcome.value) == 2 * values.decode_arguments(call.arguments)[1]["x"]


def test_the_public_part_holds_nothing_of_a_hidden_call(courses, backend):
    key = key_of(courses, backend)

    public_part = key.public(collect(courses.course.assignment("twice")))

    assert public_part.plan.hidden == ()
    assert set(public_part.reference.outcomes) == set(key.plan.public)
    assert public_part.casebook.entries == {}
    assert public_part.rubric_sha256 == key.rubric_sha256


def test_equal_courses_have_equal_keys(courses, backend):
    assert key_of(courses, backend) == key_of(courses, backend)


def test_grades_name_cases_files_and_the_answers_of_the_reference(courses, backend):
    same = key_of(courses, backend).rubric_sha256
    commented = key_of(courses, backend, solution=f"# a remark\n{SOLUTION}").rubric_sha256
    mended = key_of(courses, backend, solution=SOLUTION.replace("2 *", "2.5 *")).rubric_sha256
    other_cases = key_of(courses, backend, seed=b"2").rubric_sha256
    other_text = key_of(courses, backend, public=public("assert_close(submission.twice(x=3.0), 6.0)")).rubric_sha256

    assert commented == same
    assert len({same, mended, other_cases, other_text}) == 4


def test_a_criterion_that_the_reference_loses_is_refused(courses, backend):
    said = trouble(courses, backend, public=public("assert_close(submission.twice(x=3.0), 7.0)"))

    assert said.startswith("criterion 'three' is not sound: the reference loses it (")
    assert "yours 6, expected 7" in said


def test_a_reference_that_does_not_load_is_refused_with_its_trouble(courses, backend):
    said = trouble(courses, backend, solution="import nowhere\n")

    assert "criterion 'three' is not sound: the reference loses it (ModuleNotFoundError" in said


def test_a_reference_that_gives_no_answer_is_refused(courses, backend):
    said = trouble(courses, backend, solution="def twice(x):\n    raise ValueError('no')\n")

    assert "criterion 'three' is not sound" in said


MADE_OF_ANSWERS = (
    "criterion 'three' asks the reference other things when answers are others: what it asks is made of them, "
    "or by chance"
)


def test_a_students_answer_is_never_handed_to_the_reference(courses, backend):
    body = "first = submission.twice(x=3.0)\nassert_close(submission.twice(x=first), reference.twice(x=first))"

    assert trouble(courses, backend, public=public(body)) == (MADE_OF_ANSWERS)


@pytest.mark.parametrize(
    "solution", ["return {'n': 2 * x}", "return (2 * x, 0)", "return [[2 * x]]", "return np.array([2 * x])"]
)
def test_an_answer_inside_of_any_container_is_seen_to_be_handed_on(courses, backend, solution):
    pick = {"{": "['n']", "(": "[0]", "[": "[0][0]", "n": "[0]"}[solution[7]]
    body = f"first = submission.twice(x=3.0){pick}\nreference.twice(x=float(first))"

    said = trouble(
        courses, backend, solution=f"import numpy as np\ndef twice(x):\n    {solution}\n", public=public(body)
    )

    assert said == MADE_OF_ANSWERS


def test_a_students_answer_may_be_handed_to_the_submission_again(courses, backend):
    body = "first = submission.twice(x=3.0)\nassert_close(submission.twice(x=first), 4 * 3.0)"

    key = key_of(courses, backend, public=public(body))

    assert [each["x"] for each in arguments(key.plan.public)] == [3.0, 6.0]
    assert set(key.reference.outcomes) == set(key.plan.calls)


def test_a_criterion_that_a_rounding_error_would_lose_is_refused(courses, backend):
    said = trouble(courses, backend, public=public("assert submission.twice(x=3.0) == 6.0"))

    assert "criterion 'three' is not sound: it is lost by an answer that differs by one part in 1e9" in said


def test_whole_numbers_are_not_nudged(courses, backend):
    key = key_of(courses, backend, public=public("assert_count(submission.twice(x=3), 6)"))

    assert arguments(key.plan.public) == [{"x": 3}]


def test_an_argument_that_cannot_travel_is_found_with_the_name_of_the_criterion(courses, backend):
    said = trouble(courses, backend, public=public("submission.twice(x=lambda: 3)"))

    assert said.startswith("criterion 'three' passes a function or class")


def test_a_function_that_does_not_exist_is_found(courses, backend):
    assert "calls 'thrice', which is no function" in trouble(courses, backend, public=public("submission.thrice(x=3)"))


def test_a_criterion_that_asks_nothing_is_refused(courses, backend):
    assert "it asked the submission nothing" in trouble(courses, backend, public=public("assert_close(1.0, 1.0)"))


def test_a_criterion_that_breaks_is_refused(courses, backend):
    assert "ZeroDivisionError" in trouble(courses, backend, public=public("submission.twice(x=1 / 0)"))


def test_a_call_that_several_criteria_make_is_recorded_once(courses, backend):
    text = public("assert_close(submission.twice(x=3.0), reference.twice(x=3.0))")
    again = text.replace("test_three", "test_again")[len(HEAD) :].replace("points=1", "points=1")
    key = key_of(courses, backend, public=f"{text}\n\n{again}", hidden="")

    assert len(key.plan.public) == 1


def test_asking_twice_is_recorded_twice(courses, backend):
    body = "assert_close(submission.twice(x=3.0), 6.0)\nassert_close(submission.twice(x=3.0), 6.0)"

    key = key_of(courses, backend, public=public(body))

    assert [call.occurrence for call in key.plan.public] == [0, 1]


def test_a_public_call_is_not_planned_a_second_time(courses, backend):
    hidden = public("assert_close(submission.twice(x=3.0), 6.0)").replace("test_three", "test_hidden")

    key = key_of(courses, backend, hidden=hidden)

    assert len(key.plan.calls) == len(set(key.plan.calls)) == 1


def test_the_reference_wins_everything_by_its_own_key(courses, backend):
    key = key_of(courses, backend)
    rubric = collect(courses.course.assignment("twice"))

    judgements = judge_all(rubric, key, lambda call: key.reference.outcomes[call])

    assert [judgement.points for judgement in judgements] == [1.0, 1.0]


def test_judging_asks_the_submission_alone(courses, backend, hand_in):
    key = key_of(courses, backend)
    rubric = collect(courses.course.assignment("twice"))
    transcript = record(hand_in("def twice(x):\n    return 3 * x\n"), key.plan.calls, backend=backend, limits=Limits())

    judgements = judge_all(rubric, key, lambda call: transcript.outcomes[call])

    assert [judgement.passed for judgement in judgements] == [False, False]
    assert all(outcome.ending is Ending.VALUE for outcome in key.reference.outcomes.values())


def test_a_criterion_that_asks_the_reference_something_else_by_chance_is_a_fault(courses, backend):
    body = "import itertools\nassert_close(submission.twice(x=3.0), reference.twice(x=3.0 + COUNT[0]))"
    text = public(body).replace("@criterion", "COUNT = [0]\n\n\n@criterion")
    key = key_of(courses, backend, public=text)
    rubric = collect(courses.course.assignment("twice"))
    rubric.criteria[0].function.__globals__["COUNT"][0] = 1
    close = Outcome(Ending.VALUE, values.encode_value(6.0000001))

    with pytest.raises(RubricError, match="the reference was never asked twice"):
        judge_all(rubric, key, lambda _: close)


def test_the_references_own_bytes_win_without_running_the_criterion(courses, backend):
    body = "COUNT[0] += 1\nassert_close(submission.twice(x=3.0), reference.twice(x=3.0))"
    text = public(body).replace("@criterion", "COUNT = [0]\n\n\n@criterion")
    key = key_of(courses, backend, public=text)
    rubric = collect(courses.course.assignment("twice"))
    count = rubric.criteria[0].function.__globals__["COUNT"]

    judgements = judge_all(rubric, key, lambda call: key.reference.outcomes[call])

    assert ([judgement.passed for judgement in judgements], count) == ([True, True], [0])


def test_what_was_printed_makes_no_difference(courses, backend):
    key = key_of(courses, backend)
    criterion = collect(courses.course.assignment("twice")).criteria[0]

    def chatty(call):
        return msgspec.structs.replace(key.reference.outcomes[call], printed="here I am")

    assert key.answered_alike(criterion, chatty)
