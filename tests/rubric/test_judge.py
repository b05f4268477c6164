"""One criterion, one submission, one judgement: what a student reads, what staff read, and whose fault it is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from grader.errors import RubricError
from grader.landscapes import quartic
from grader.records import (
    Call,
    Difference,
    DifferenceKind,
    Ending,
    Grade,
    Judgement,
    Outcome,
    Status,
    Verdict,
    Visibility,
)
from grader.reports.call_line import call_line
from grader.rubric import assert_close, assert_trajectory
from grader.rubric.criteria import Case, Criterion
from grader.rubric.judge import judge
from grader.sandbox import values
from grader.schedules import harmonic
from grader.words.judgements import hint_of, judgement_message, what_was_seen

FUNCTIONS = ("twice", "half")


def criterion(
    function: Callable[..., None], *, public: bool = True, takes: str = "submission reference", **more: Any
) -> Criterion:
    """A criterion around a function."""
    settings = {"cases": None, "points": 1.5, "hint": "Count.", "functions": ("twice",), "after": ()} | more
    return Criterion(
        id="three",
        title="Three is doubled.",
        function=function,
        public=public,
        visibility=Visibility.VISIBLE,
        takes=tuple(takes.split()),
        **settings,
    )


def doubling(factor: float = 2) -> Callable[[Call], Outcome]:
    """Answers every call with its x times a factor."""

    def ask(call: Call) -> Outcome:
        return Outcome(Ending.VALUE, values.encode_value(factor * values.decode_arguments(call.arguments)[1]["x"]))

    return ask


def failing(ending: Ending, **more: Any) -> Callable[[Call], Outcome]:
    return lambda _: Outcome(ending, **more)


def three(submission: Any, reference: Any) -> None:
    assert_close(submission.twice(x=3.0), reference.twice(x=3.0), name="the double")


def judged(
    function: Callable[..., None] = three,
    submission: Callable[[Call], Outcome] | None = None,
    reference: Callable[[Call], Outcome] | None = None,
    cases: tuple[Case | None, ...] = (None,),
    **more: Any,
) -> Judgement:
    return judge(criterion(function, **more), cases, FUNCTIONS, submission or doubling(), reference or doubling())


def message(judgement: Judgement) -> str:
    """What a student reads of it."""
    return judgement_message(judgement, Grade("ada", "twice", Status.GRADED, 1.5, (judgement,)))


def test_a_right_answer_earns_the_points_and_needs_no_words():
    judgement = judged()

    assert (judgement.verdict, judgement.points, judgement.max_points) == (Verdict.PASSED, 1.5, 1.5)
    assert (judgement.hint, judgement.difference, judgement.outcome, judgement.call) == ("", None, None, None)


@pytest.mark.parametrize(
    ("answer", "about"),
    [
        ([[1.01234, 1.21234], [float("nan"), 0.1], [0.5, 0.3]], "nan"),
        ([[1.0, 1.2], [0.1, 0.7], [1.0, 0.0]], "rounded"),
        ([[0.12345, 0.71234], [0.98765, 0.01234]], "rows"),
        ([[0.98765, 0.01234], [0.98765, 0.01234], [0.98765, 0.01234]], "rows"),
        ([0.98765, 0.01234], "rows"),
        ([1.0, 2.0, 3.0, 4.0], "rows"),
    ],
)
def test_a_hint_shows_where_it_can_be_the_cause(answer, about):
    want = np.array([[1.01234, 1.21234], [0.12345, 0.71234], [0.98765, 0.01234]])

    def path(submission: Any) -> None:
        assert_trajectory(submission.twice(x=3.0), want)

    def hint(*hint_for: str) -> str:
        got = Outcome(Ending.VALUE, values.encode_value(answer))
        return hint_of(judged(path, lambda _: got, takes="submission", hint_for=hint_for))

    assert (hint(), hint(about)) == ("", "Count.")


@pytest.mark.parametrize(("wrong", "shown"), [(7.0, "Count."), (7.25, ""), (float("nan"), "")])
def test_a_hint_about_whole_numbers_shows_beside_these_alone(wrong, shown):
    got = Outcome(Ending.VALUE, values.encode_value(wrong))

    assert hint_of(judged(submission=lambda _: got, hint_for=("whole",))) == shown


@pytest.mark.parametrize("wrong", [7.0, float("inf")])
def test_a_hint_shows_beside_numbers_that_a_wrong_formula_leads_to(wrong):
    assert hint_of(judged(submission=lambda _: Outcome(Ending.VALUE, values.encode_value(wrong)))) == "Count."


def test_a_wrong_answer_is_told_with_numbers_hint_and_the_line_to_paste():
    judgement = judged(submission=doubling(3))

    assert (judgement.verdict, judgement.points) == (Verdict.FAILED, 0.0)
    assert message(judgement).startswith("The double: yours 9, expected 6.")
    assert judgement.hint == "Count."
    assert what_was_seen(judgement) == message(judgement)
    assert judgement.call == Call("twice", values.encode_arguments((), {"x": 3.0}))
    assert judgement.difference is not None
    assert judgement.difference.kind == "value"


def test_of_a_hidden_criterion_only_staff_read_numbers():
    judgement = judged(submission=doubling(3), public=False)

    assert message(judgement) == "On an input that is not shown: the numbers leave the expected ones."
    assert what_was_seen(judgement).startswith("The double: yours 9, expected 6")


def test_a_bare_assert_is_a_failure_without_numbers():
    def positive(submission: Any) -> None:
        assert submission.twice(x=3.0) > 100

    judgement = judged(positive, takes="submission")

    assert (judgement.verdict, judgement.difference) == (Verdict.FAILED, Difference(DifferenceKind.NOT_SO))


@pytest.mark.parametrize(
    ("ending", "verdict"),
    [
        (Ending.MISSING, Verdict.FAILED),
        (Ending.MALFORMED, Verdict.FAILED),
        (Ending.RAISED, Verdict.CRASHED),
        (Ending.CRASHED, Verdict.CRASHED),
        (Ending.TIMED_OUT, Verdict.TIMED_OUT),
        (Ending.OUT_OF_MEMORY, Verdict.OUT_OF_MEMORY),
    ],
)
def test_a_call_without_an_answer_has_the_verdict_of_its_ending(ending, verdict):
    judgement = judged(submission=failing(ending))

    assert (judgement.verdict, judgement.points) == (verdict, 0.0)
    assert "`twice`" in message(judgement)
    assert judgement.call == Call("twice", values.encode_arguments((), {"x": 3.0}))


def test_a_hidden_criterion_repeats_nothing_that_the_students_code_says():
    said = failing(Ending.RAISED, error="ValueError", detail="ValueError: x is 3.0", line=2)

    judgement = judged(submission=said, public=False)

    assert message(judgement) == "`twice` raised ValueError."
    assert what_was_seen(judgement) == "`twice` raised ValueError: x is 3.0 (line 2)."


def test_no_criterion_passes_over_a_missing_answer():
    def careless(submission: Any) -> None:
        with contextlib.suppress(Exception):
            submission.twice(x=3.0)

    assert judged(careless, failing(Ending.MISSING), takes="submission").verdict is Verdict.FAILED


def test_a_criterion_may_ask_how_a_call_ended():
    def refuses(submission: Any) -> None:
        assert submission.outcome.twice(x=3.0).ending is Ending.RAISED

    assert judged(refuses, failing(Ending.RAISED), takes="submission").passed
    assert not judged(refuses, takes="submission").passed


@pytest.mark.parametrize(
    "trouble", [ZeroDivisionError("x"), KeyError("x"), SystemExit(0), pytest.fail.Exception("x"), RecursionError()]
)
def test_a_criterion_that_breaks_is_the_graders_fault(trouble):
    def breaks(submission: Any) -> None:
        submission.twice(x=3.0)
        raise trouble

    judgement = judged(breaks, takes="submission")

    assert (judgement.verdict, judgement.points) == (Verdict.GRADER_FAULT, 0.0)
    assert "your teacher has been told" in message(judgement).casefold()
    assert f"criterion three: {type(trouble).__name__}" in what_was_seen(judgement)


def test_an_interruption_is_no_fault():
    def interrupted(submission: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(interrupted, takes="submission")


def test_a_broken_contract_of_the_rubric_is_raised():
    def unknown(submission: Any) -> None:
        submission.thrice(x=3.0)

    with pytest.raises(RubricError, match="'three' calls 'thrice'"):
        judged(unknown, takes="submission")


def test_a_reference_without_an_answer_is_the_graders_fault():
    judgement = judged(reference=failing(Ending.TIMED_OUT))

    assert judgement.verdict is Verdict.GRADER_FAULT
    assert "the reference gives no answer to twice" in what_was_seen(judgement)


def test_a_criterion_that_asks_nothing_is_the_graders_fault():
    judgement = judged(lambda: None, takes="")

    assert (judgement.verdict, judgement.points) == (Verdict.GRADER_FAULT, 0.0)
    assert "it asked the submission nothing" in what_was_seen(judgement)


def test_a_property_without_cases_is_the_graders_fault():
    assert judged(cases=()).verdict is Verdict.GRADER_FAULT


def up_to(limit: float) -> tuple[Callable[[Call], Outcome], list[float]]:
    """Answers that are right up to a limit; and the inputs that were asked for."""
    seen: list[float] = []

    def ask(call: Call) -> Outcome:
        x = values.decode_arguments(call.arguments)[1]["x"]
        seen.append(x)
        return Outcome(Ending.VALUE, values.encode_value(2 * x if x <= limit else 0.0))

    return ask, seen


def each(submission: Any, reference: Any, case: Any) -> None:
    assert_close(submission.twice(x=case.x), reference.twice(x=case.x))


CASES = tuple(Case({"x": float(x)}) for x in (1, 2, 3, 4))


def test_a_property_stops_at_its_first_failing_case_and_shows_it():
    ask, seen = up_to(2)

    judgement = judged(each, ask, cases=CASES, takes="submission reference case")

    assert seen == [1.0, 2.0, 3.0]
    assert judgement.call == Call("twice", values.encode_arguments((), {"x": 3.0}))


def test_a_property_is_won_by_all_its_cases():
    ask, seen = up_to(9)

    assert judged(each, ask, cases=CASES, takes="submission reference case").points == 1.5
    assert seen == [1.0, 2.0, 3.0, 4.0]


def test_parameters_are_judged_as_one_criterion():
    def scaled(submission: Any, reference: Any, x: float) -> None:
        assert_close(submission.twice(x=x), reference.twice(x=x))

    parameters = tuple(MappingProxyType({"x": float(x)}) for x in (1, 5))
    ask, seen = up_to(2)

    judgement = judged(scaled, ask, takes="submission reference x", parameters=parameters)

    assert seen == [1.0, 5.0]
    assert judgement.verdict is Verdict.FAILED


def test_a_call_is_shown_as_a_line_to_paste():
    grad = quartic().gradient
    keywords = {"grad": grad, "start": np.array([2.0, -1.5]), "schedule": harmonic(0.1, 0.5), "steps": 7}
    call = Call("descend", values.encode_arguments((), keywords))

    assert call_line(call, ("grad", "start", "schedule", "steps")) == (
        "descend(grad=quartic().gradient, start=array([2.0, -1.5]), schedule=harmonic(0.1, 0.5), steps=7)"
    )


@pytest.mark.parametrize("given", [(), {"gd": 1, "adam": [2]}, {"losses": {"gd": np.arange(12.0).reshape(4, 3)}}])
def test_a_line_to_paste_is_one_line_of_python_whatever_holds_the_array(given):
    argument = np.arange(12.0).reshape(4, 3) if given == () else given
    line = call_line(Call("f", values.encode_arguments((argument,), {})))

    read = eval(line, {"f": lambda each: each, "array": np.array})

    assert "\n" not in line
    assert repr(read) == repr(argument)


def test_an_answer_that_cannot_be_passed_on_loses_the_criterion():
    def chained(submission: Any) -> None:
        submission.half(x=submission.twice(x=3.0))

    answer = Outcome(Ending.VALUE, values.encode_value([[[[[[1.0, None]]]]]]))

    said = judge(criterion(chained, takes="submission"), [None], FUNCTIONS, lambda _: answer, doubling())

    assert (said.verdict, said.points, said.fault) == (Verdict.FAILED, 0, "")
    assert "`twice`" in what_was_seen(said)


def test_a_criterion_that_passes_something_wrong_of_its_own_is_an_error():
    def wrong(submission: Any) -> None:
        submission.half(x=object())

    with pytest.raises(RubricError, match="passes"):
        judge(criterion(wrong, takes="submission"), [None], FUNCTIONS, doubling(), doubling())


def test_a_criterion_that_breaks_on_an_answer_is_told_with_its_line_and_the_answer():
    def bare(submission: Any) -> None:
        assert submission.twice(x=np.array([1.0, 2.0])) == np.array([2.0, 4.0])

    line = bare.__code__.co_firstlineno + 1

    said = judge(criterion(bare, takes="submission"), [None], FUNCTIONS, doubling(), doubling())

    assert said.verdict is Verdict.GRADER_FAULT
    assert f"(test_judge.py, line {line}), after twice answered array([2., 4.])" in said.fault


# --- a share of the points for the cases that hold -----------------------------------------------------------------

TEN = tuple(Case({"x": float(x)}) for x in range(1, 11))


def each_case(submission: Any, reference: Any, case: Case) -> None:
    assert_close(submission.twice(**case), reference.twice(**case))


def right_below(limit: float) -> Callable[[Call], Outcome]:
    """Doubles numbers below a limit, and answers all others with their number."""

    def ask(call: Call) -> Outcome:
        x = values.decode_arguments(call.arguments)[1]["x"]
        return Outcome(Ending.VALUE, values.encode_value(2 * x if x < limit else x))

    return ask


@pytest.mark.parametrize(("limit", "held", "points"), [(1, 0, 0.0), (5, 4, 0.5), (8, 7, 1.0), (10, 9, 1.0)])
def test_a_share_is_paid_for_the_cases_that_hold_in_half_points_rounded_down(limit, held, points):
    lost = judged(each_case, right_below(limit), cases=TEN, takes="submission reference case", share=True, points=1.5)

    assert (lost.verdict, lost.held, lost.cases, lost.points) == (Verdict.FAILED, held, 10, points)
    assert lost.difference is not None
    assert lost.difference.want == 2.0 * max(limit, 1)
    assert message(lost).startswith(f"{held} of 10 cases hold. The first that does not: ")


def test_all_cases_that_hold_earn_all_points_and_without_a_share_one_lost_case_costs_all():
    takes = "submission reference case"

    assert judged(each_case, right_below(11), share=True, cases=TEN, takes=takes).passed
    assert judged(each_case, right_below(10), cases=TEN, takes=takes).points == 0.0


def test_a_case_that_crashes_or_runs_too_long_is_one_that_does_not_hold():
    def ask(call: Call) -> Outcome:
        return Outcome(Ending.RAISED) if b"\xcb@\x00" in call.arguments else doubling()(call)  # x = 2

    lost = judged(each_case, ask, cases=TEN, takes="submission reference case", share=True)

    assert (lost.verdict, lost.held) == (Verdict.CRASHED, 9)


def test_a_criterion_that_breaks_in_one_case_is_a_fault_and_pays_nothing():
    def breaks(submission: Any, reference: Any, case: Case) -> None:
        each_case(submission, reference, case)
        _ = 1 / (case.x - 5.0)

    assert judged(breaks, cases=TEN, takes="submission reference case", share=True).verdict is Verdict.GRADER_FAULT


def test_a_hidden_share_tells_no_number_of_cases():
    lost = judged(each_case, right_below(4), cases=TEN, takes="submission reference case", share=True, public=False)

    assert not any(sign.isdigit() for sign in message(lost))
