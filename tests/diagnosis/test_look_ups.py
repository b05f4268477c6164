"""What is tried last: a known mistake in calls of one plain kind, and parts of an answer that are right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.call_kinds import bound_between, calls_where
from grader.diagnosis.known_mistakes import KnownMistake
from grader.diagnosis.other_labels import contradicted, exchanged_labels
from grader.diagnosis.right_parts import wrong_in_some_parts
from grader.diagnosis.some_calls import made_in_some_calls
from grader.diagnosis.where_wrong import holds, wrong_in_one_kind
from grader.records import Call, Described, Ending, MistakeWords, Outcome
from grader.sandbox import values
from grader.words.descriptions import description_words


def call(**keywords: Any) -> Call:
    return Call("f", values.encode_arguments((), keywords))


def answer(value: Any) -> Outcome:
    return Outcome(Ending.VALUE, value=values.encode_value(value))


CALLS = [call(t=t, total=6) for t in range(10)]
RIGHT = {each: answer(float(place)) for place, each in enumerate(CALLS)}
SQUARED = KnownMistake(
    "squared",
    "f",
    {each: answer(float(place**2)) for place, each in enumerate(CALLS) if place > 1},
    words=MistakeWords("Squares.", "Why?", "Do not."),
)
OTHER = KnownMistake("other", "f", {each: answer(-1.0) for each in CALLS}, words=MistakeWords("Is another.", "?", "!"))


def described(known: list[KnownMistake]) -> Described:
    (found,) = known
    assert found.described is not None
    return found.described


def said(theirs: Mapping[Call, Outcome]) -> list[KnownMistake]:
    return made_in_some_calls("f", CALLS, theirs, RIGHT, [SQUARED, OTHER])


def test_a_mistake_behind_a_condition_is_named_with_the_condition():
    theirs = RIGHT | {each: SQUARED.outcomes[each] for place, each in enumerate(CALLS) if place > 6}

    words = description_words("f", described(said(theirs)))

    assert words.title == "Where `t > total`: Squares. All other calls that were made are answered as asked."
    assert (words.hint, words.second_hint) == ("Why?", "Do not.")


def test_a_mistake_in_calls_of_no_plain_kind_is_not_named():
    theirs = RIGHT | {each: SQUARED.outcomes[each] for place, each in enumerate(CALLS) if place in {3, 5, 8}}

    assert said(theirs) == []


def test_one_call_alone_tells_nothing():
    assert said(RIGHT | {CALLS[6]: SQUARED.outcomes[CALLS[6]]}) == []


def test_one_number_in_some_calls_tells_of_no_mistake():
    seven = KnownMistake("seven", "f", {each: answer(7.5) for each in CALLS}, words=MistakeWords("Is 7.5.", "?", "!"))
    theirs = RIGHT | {each: answer(7.5) for place, each in enumerate(CALLS) if place > 6}

    assert made_in_some_calls("f", CALLS, theirs, RIGHT, [seven]) == []


def test_a_mistake_that_one_call_of_the_kind_contradicts_is_not_named():
    theirs = RIGHT | {each: SQUARED.outcomes[each] for place, each in enumerate(CALLS) if place > 6}

    assert said(theirs | {CALLS[8]: answer(64.5)}) == []


def test_parts_that_are_right_in_every_call_are_told_from_those_that_are_not():
    right = {each: answer({"one": 1, "two": place}) for place, each in enumerate(CALLS)}
    theirs = {each: answer({"one": 1, "two": place + 1}) for place, each in enumerate(CALLS)}

    words = description_words("f", described(wrong_in_some_parts("f", CALLS, theirs, right)))

    assert words.title == "`f` is right in `one`, and not in `two`."
    assert words.hint == "What does your function do for these in another way than for the others?"


def test_nothing_is_said_of_parts_where_all_or_none_are_right():
    right = {each: answer({"one": 1, "two": place}) for place, each in enumerate(CALLS)}
    theirs = {each: answer({"one": 2, "two": place + 1}) for place, each in enumerate(CALLS)}

    assert wrong_in_some_parts("f", CALLS, theirs, right) == []
    assert wrong_in_some_parts("f", CALLS, right, right) == []


def test_labels_under_names_are_questions_of_which_each_says_why_by_itself():
    right = {call: Outcome(Ending.VALUE, values.encode_value({"one": "a", "two": "b"})) for call in CALLS}
    theirs = {call: Outcome(Ending.VALUE, values.encode_value({"one": "a", "two": "a"})) for call in CALLS}

    assert wrong_in_some_parts("f", CALLS, theirs, right) == []


def labelled(*labels: object) -> dict[Call, Outcome]:
    return {each: answer(label) for each, label in zip(CALLS, labels, strict=False)}


SADDLES = labelled("saddle", "saddle", "minimum", "minimum", "flat")


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        (labelled(*["saddle"] * 5), "Every answer of `f` is `saddle`."),
        (
            labelled("saddle", "saddle", "minimum", "minimum", "minimum"),
            "Where `flat` is right yours is at times `minimum`.",
        ),
        (
            labelled("flat", "Saddle ", "minimum", "minimum", "minimum"),
            "Where `saddle` is right yours is at times `flat`. Where `flat` is right yours is at times `minimum`.",
        ),
    ],
)
def test_of_labels_it_is_told_which_stands_in_the_place_of_which(theirs, sentence):
    found = exchanged_labels("f", list(SADDLES), theirs, SADDLES)

    assert description_words("f", described(found)).title == sentence


def test_that_a_label_always_stands_for_another_is_told_of_three_calls():
    right = labelled("saddle", "saddle", "saddle", "minimum", "minimum")
    theirs = labelled("flat", "flat", "flat", "minimum", "minimum") | {CALLS[9]: answer("flat")}
    right |= {CALLS[9]: answer("flat")}

    told = described(exchanged_labels("f", list(right), theirs, right))

    assert description_words("f", told).title == "In each call here where `saddle` is right yours is `flat`."
    assert not contradicted(told, list(right), theirs | {CALLS[0]: answer("saddle")}, right)


def test_that_there_is_but_one_label_may_be_contradicted():
    told = described(exchanged_labels("f", list(SADDLES), labelled(*["saddle"] * 5), SADDLES))

    assert not contradicted(told, list(SADDLES), labelled(*["saddle"] * 5), SADDLES)
    assert contradicted(told, list(SADDLES), SADDLES, SADDLES)


@pytest.mark.parametrize("where", ["steps > 2", "len(start) > 2"])
def test_calls_that_differ_otherwise_than_was_said_contradict_it(where):
    wrong = calls_where(where, GIVEN)
    theirs = ONES | {each: answer(2.0) for each in wrong}
    told = described(wrong_in_one_kind("f", GIVEN, theirs, ONES))

    assert told.where == where
    assert holds(told, GIVEN, theirs, ONES)
    assert not holds(told, GIVEN, theirs | {GIVEN[0]: answer(2.0)}, ONES)
    assert not holds(told, GIVEN, ONES, ONES)


@pytest.mark.parametrize(
    "theirs",
    [
        SADDLES,
        labelled("a secret of somebody", "saddle", "minimum", "minimum", "flat"),
        labelled(1.0, "saddle", "minimum", "minimum", "flat"),
        labelled("flat", "minimum", "saddle", "flat", "saddle"),
    ],
)
def test_nothing_is_told_of_labels_that_are_none_or_exchanged_in_many_ways(theirs):
    assert exchanged_labels("f", list(SADDLES), theirs, SADDLES) == []


def test_truth_values_are_told_as_python_writes_them():
    right = labelled(True, False, True)

    found = exchanged_labels("f", list(right), labelled(False, False, False), right)

    assert description_words("f", described(found)).title == "Every answer of `f` is `False`."


GIVEN = [call(start=np.ones(length), steps=steps) for length in (2, 3) for steps in range(1, 5)]
ONES = {each: answer(1.0) for each in GIVEN}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (GIVEN[4:], "Where `len(start) > 2`"),
        ([each for place, each in enumerate(GIVEN) if place % 4 > 1], "Where `steps > 2`"),
        ([each for place, each in enumerate(GIVEN) if place % 4 < 2], "Where `steps < 3`"),
    ],
)
def test_it_is_told_which_calls_are_wrong_where_one_argument_parts_them(wrong, where):
    found = wrong_in_one_kind("f", GIVEN, ONES | {each: answer(2.0) for each in wrong}, ONES)

    assert (
        description_words("f", described(found)).title
        == f"{where} every answer of `f` is another one than asked; all other calls that were made are right."
    )


@pytest.mark.parametrize("wrong", [GIVEN, [], GIVEN[:2], GIVEN[2:5], GIVEN[::2]])
def test_nothing_is_told_where_no_argument_parts_right_from_wrong_or_few_calls_do(wrong):
    assert wrong_in_one_kind("f", GIVEN, ONES | {each: answer(2.0) for each in wrong}, ONES) == []


OTHERS_RIGHT = "every answer of `f` is another one than asked; all other calls that were made are right."
SOME_NONE = {each: answer(None if place < 2 else float(place - 2)) for place, each in enumerate(GIVEN)}


@pytest.mark.parametrize(
    ("others", "title"),
    [
        (
            {GIVEN[0]: 5.0, GIVEN[1]: 6.0},
            f"Where `None` is right {OTHERS_RIGHT}",
        ),
        (
            {GIVEN[2]: -1.0},
            f"Where 0 is right {OTHERS_RIGHT}",
        ),
        (
            {GIVEN[4]: None, GIVEN[7]: None},
            "`f` answers with None at times, where there is an answer; all its other answers are right.",
        ),
    ],
)
def test_it_is_told_which_answers_alone_are_others_than_asked(others, title):
    theirs = SOME_NONE | {each: answer(value) for each, value in others.items()}

    assert description_words("f", described(wrong_in_one_kind("f", GIVEN, theirs, SOME_NONE))).title == title


@pytest.mark.parametrize(
    ("some", "others", "bound"),
    [
        ((4, 9), (1, 3), "n > 3"),
        ((1, 3), (4, 9), "n < 4"),
        ((5, 9), (1, 3), ""),
        ((1, 3), (2, 9), ""),
        ((1.5,), (0.5,), ""),
    ],
)
def test_a_bound_is_told_between_counts_that_follow_each_other(some, others, bound):
    assert bound_between([call(n=each) for each in some], [call(n=each) for each in others]) == bound


def test_a_bound_on_lengths_is_told_where_they_follow_each_other():
    calls = [call(start=np.ones(length), lr=lr) for length in (2, 3, 40, 41) for lr in (0.1, 0.2)]
    right = {each: answer(1.0) for each in calls}

    assert wrong_in_one_kind("f", calls, right | {each: answer(2.0) for each in calls[4:]}, right) == []


@pytest.mark.parametrize(
    ("where", "inside"), [("len(start) > 3", 3), ("len(start) <= 3", 2), ("steps > -2", 4), ("steps < -1", 1)]
)
def test_what_was_said_of_some_calls_is_read_for_others(where, inside):
    calls = [call(start=np.ones(length), steps=steps) for length, steps in ((2, -9), (1, 0), (4, 5), (7, 6), (50, 7))]

    assert len(calls_where(where, calls)) == inside


def test_calls_that_end_without_an_answer_are_no_other_answers():
    theirs = ONES | dict.fromkeys(GIVEN[4:], Outcome(Ending.RAISED, error="ValueError"))

    assert wrong_in_one_kind("f", GIVEN, theirs, ONES) == []


def test_that_paths_without_steps_are_right_says_nothing():
    calls = [call(start=float(place), steps=place % 2) for place in range(8)]
    right = {each: answer(1.0) for each in calls}
    wrong = {each: answer(2.0) for place, each in enumerate(calls) if place % 2}

    assert wrong_in_one_kind("f", calls, right | wrong, right) == []
