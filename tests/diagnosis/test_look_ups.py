"""What is tried last: a known mistake in calls of one plain kind, and parts of an answer that are right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.diagnosis.known_mistakes import KnownMistake
from grader.diagnosis.right_parts import wrong_in_some_parts
from grader.diagnosis.some_calls import made_in_some_calls
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

    assert words.title == "Where `t > total`: Squares. Elsewhere `f` is as asked."
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
