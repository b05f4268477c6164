"""Who is wrong alike, and which of that is rare enough to look into."""

from __future__ import annotations

import time
from collections.abc import Mapping

import msgspec
import pytest

from grader.grading.behaviour import Behaviours, WrongAnswers, lost_functions, shared_behaviour, wrong_answers
from grader.grading.similar import leads
from grader.records import (
    Call,
    Diagnosis,
    Ending,
    Grade,
    Judgement,
    MistakeWords,
    Notice,
    NoticeKind,
    Outcome,
    Person,
    Status,
    Verdict,
    Visibility,
)


def judgement(function: str, verdict: Verdict = Verdict.FAILED, follows_from: tuple[str, ...] = ()) -> Judgement:
    return Judgement(
        f"{function}_is_right",
        "It is right.",
        (function,),
        0.0,
        1.0,
        verdict,
        Visibility.VISIBLE,
        public=True,
        follows_from=follows_from,
    )


def grade(student: str, *judgements: Judgement, **more: object) -> Grade:
    made = Grade(student, "walks", Status.GRADED, 2.0, judgements or (judgement("step"),), rubric_sha256="r")
    return msgspec.structs.replace(made, **more)


def answering(value: bytes, function: str = "step") -> dict[Call, Outcome]:
    return {
        Call(function, b"1"): Outcome(Ending.VALUE, value),
        Call(function, b"2"): Outcome(Ending.VALUE, value * 2),
        Call("other", b"1"): Outcome(Ending.VALUE, b"other"),
    }


def wrong(value: bytes, difference: Mapping[Call, Outcome] | None = None) -> dict[str, WrongAnswers]:
    found = wrong_answers("r", "step", difference or answering(value))
    assert found is not None
    return {"step": found}


def behaving(**values: bytes) -> Behaviours:
    return {(student, "walks"): wrong(value) for student, value in values.items()}


def test_a_function_that_only_follows_from_anothers_mistake_is_none_that_was_lost():
    judgements = (
        judgement("step"),
        judgement("path", follows_from=("step",)),
        judgement("rate", Verdict.PASSED),
        judgement("count", Verdict.NOT_RUN),
    )

    assert lost_functions(grade("ada", *judgements)) == ("step",)


def test_a_hand_in_that_was_never_run_behaves_in_no_way():
    assert lost_functions(grade("ada", load=Outcome(Ending.RAISED))) == ()
    assert lost_functions(grade("ada", status=Status.MISSING)) == ()


@pytest.mark.parametrize(
    "other",
    [
        {Call("step", b"1"): Outcome(Ending.VALUE, b"x")},
        {Call("step", b"1"): Outcome(Ending.RAISED, error="ValueError"), Call("step", b"2"): Outcome(Ending.RAISED)},
        {Call("step", b"1"): Outcome(Ending.VALUE, b"x"), Call("step", b"2"): Outcome(Ending.VALUE, b"xy")},
    ],
)
def test_the_key_is_another_where_one_bit_of_the_answers_is(other):
    assert wrong(b"", other)["step"].key != wrong(b"x")["step"].key


def test_the_key_knows_nothing_of_other_functions_and_of_what_was_printed():
    difference = answering(b"x")
    told = {call: msgspec.structs.replace(each, printed="hello", line=4) for call, each in difference.items()}
    told[Call("other", b"1")] = Outcome(Ending.CRASHED)

    assert wrong(b"", told) == wrong(b"x")


def test_right_answers_have_no_key():
    assert wrong_answers("r", "step", {}) is None


def test_those_who_are_wrong_alike_are_one_group_with_all_who_lost_something_there():
    grades = [grade(name) for name in ("ada", "bob", "cyd", "eve")]

    (found,) = shared_behaviour(grades, behaving(ada=b"x", bob=b"y", cyd=b"x", eve=b"z"))

    assert (found.students, found.hand_ins, found.lost, found.answers) == (("ada", "cyd"), 2, 4, 2)


@pytest.mark.parametrize("known_by", ["roster", "notice"])
def test_teammates_are_one_hand_in_and_no_group(known_by):
    people = [Person("ada", team="red"), Person("bob", team="red")] if known_by == "roster" else []
    told = (Notice(NoticeKind.FOR_TEAM, "ada", "red"),) if known_by == "notice" else ()
    first = [grade("ada", notices=told), grade("bob", notices=told)]
    alike = behaving(ada=b"x", bob=b"x", cyd=b"x")

    assert shared_behaviour(first, alike, people) == ()
    (found,) = shared_behaviour([*first, grade("cyd")], alike, people)
    assert (found.students, found.hand_ins, found.lost) == (("ada", "bob", "cyd"), 2, 2)


def test_what_no_known_mistake_explains_goes_first_and_then_what_fewest_share():
    mistake = (Diagnosis("step", "uphill", MistakeWords("It goes uphill.")),)
    behaviours = behaving(a1=b"k", a2=b"k", b1=b"r", b2=b"r", b3=b"r", c1=b"p", c2=b"p")
    grades = [grade(name, diagnoses=mistake if name[0] == "a" else ()) for name, _ in behaviours]

    found = leads(shared_behaviour(grades, behaviours))

    assert [each.students for each in found] == [("c1", "c2"), ("b1", "b2", "b3"), ("a1", "a2")]


def test_what_many_share_is_no_lead():
    names = [f"s{number}" for number in range(5)]
    shared = shared_behaviour([grade(name) for name in names], behaving(**dict.fromkeys(names, b"x")))

    assert leads(shared) == ()
    assert len(leads(shared, most=5)) == 1


def test_one_value_for_whatever_is_asked_is_no_lead():
    always = {Call("step", each): Outcome(Ending.VALUE, b"0") for each in (b"1", b"2")}
    behaviours = {("ada", "walks"): wrong(b"", always), ("bob", "walks"): wrong(b"", always)}

    assert leads(shared_behaviour([grade("ada"), grade("bob")], behaviours)) == ()


def test_a_thousand_hand_ins_are_compared_without_comparing_each_with_each():
    names = [f"s{number}" for number in range(3000)]
    behaviours = behaving(**{name: str(number // 2).encode() for number, name in enumerate(names)})
    grades = [grade(name) for name in names]
    began = time.perf_counter()

    found = leads(shared_behaviour(grades, behaviours))

    assert len(found) == 1500
    assert time.perf_counter() - began < 2.0
