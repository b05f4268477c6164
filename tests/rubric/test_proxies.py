"""What a criterion holds in its hand: calls are bytes, counted, and answers are fresh for each reader."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from grader.errors import RubricError
from grader.landscapes import skewed_bowl
from grader.records import Call, Ending, Outcome
from grader.rubric.proxies import NoAnswer, Proxy, calls_of
from grader.sandbox import values


class Answers:
    """Gives one outcome to every call, and keeps the calls."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Outcome:
        self.calls.append(call)
        return self.outcome


def answering(value: object) -> Answers:
    return Answers(Outcome(Ending.VALUE, values.encode_value(value)))


def proxy(answers: Answers) -> Proxy:
    return Proxy(["momentum", "adam"], answers, criterion="first_move")


def test_a_call_is_its_function_and_its_canonical_arguments():
    answers = answering(1.0)

    proxy(answers).momentum(steps=3, lr=0.1)
    proxy(answers).momentum(lr=0.1, steps=3)

    assert (
        answers.calls[0] == answers.calls[1] == Call("momentum", values.encode_arguments((), {"lr": 0.1, "steps": 3}))
    )


@pytest.mark.parametrize("other", [1.0, np.float64(1), np.array(1)])
def test_equal_numbers_of_other_types_are_other_calls(other):
    answers = answering(1.0)
    asked = proxy(answers)

    asked.momentum(lr=1)
    asked.momentum(lr=other)

    assert answers.calls[0] != answers.calls[1]
    assert [call.occurrence for call in answers.calls] == [0, 0]


def test_asking_twice_is_two_calls():
    answers = answering(1.0)
    asked = proxy(answers)

    asked.momentum(lr=0.1)
    asked.adam(lr=0.1)
    asked.momentum(lr=0.1)
    asked.outcome.momentum(lr=0.1)

    assert [(call.function, call.occurrence) for call in answers.calls] == [
        ("momentum", 0),
        ("adam", 0),
        ("momentum", 1),
        ("momentum", 2),
    ]
    assert calls_of(asked) == tuple(answers.calls)


def test_another_criterion_counts_from_the_beginning():
    answers = answering(1.0)

    proxy(answers).momentum(lr=0.1)
    proxy(answers).momentum(lr=0.1)

    assert answers.calls[0] == answers.calls[1]


def test_every_reader_gets_an_answer_of_its_own():
    asked = proxy(answering(np.array([1.0, 2.0])))

    first = asked.momentum(lr=0.1)
    first[:] = 0

    assert asked.momentum(lr=0.1).tolist() == [1.0, 2.0]


def test_what_is_changed_after_the_call_does_not_change_the_call():
    answers = answering(1.0)
    start = np.array([1.0, 2.0])

    proxy(answers).momentum(start=start)
    start[:] = 0

    assert values.decode_arguments(answers.calls[0].arguments)[1]["start"].tolist() == [1.0, 2.0]


def test_a_gradient_travels_as_data():
    answers = answering(1.0)

    proxy(answers).momentum(grad=skewed_bowl().gradient)

    arrived = values.decode_arguments(answers.calls[0].arguments)[1]["grad"]
    assert arrived([1.0, 2.0]).tolist() == skewed_bowl().gradient([1.0, 2.0]).tolist()


@pytest.mark.parametrize("way", ["momentun", "Adam", "reference"])
def test_an_unknown_function_is_an_error_of_the_rubric(way):
    asked = proxy(answering(1.0))

    with pytest.raises(RubricError, match=f"'first_move' calls '{way}', which is no function") as caught:
        getattr(asked, way)
    with pytest.raises(RubricError):
        getattr(asked.outcome, way)

    assert caught.value.remedy.startswith("call one of momentum, adam")


@pytest.mark.parametrize("argument", [lambda d: d, b"text", object(), {1: 2}, 1j, np.array([True])])
def test_an_argument_that_cannot_travel_is_an_error_with_the_name_of_the_criterion(argument):
    with pytest.raises(RubricError, match=r"criterion 'first_move' passes .* to momentum"):
        proxy(answering(1.0)).momentum(grad=argument)


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.VALUE])
def test_a_call_without_an_answer_is_beyond_except_exception(ending):
    asked = proxy(Answers(Outcome(ending)))

    with pytest.raises(NoAnswer) as caught, contextlib.suppress(Exception):  # as a criterion might
        asked.momentum(lr=0.1)

    assert caught.value.asked is asked
    assert caught.value.outcome.ending is ending
    assert caught.value.call.function == "momentum"


def test_the_outcome_of_a_call_is_had_however_it_ended():
    reply = proxy(Answers(Outcome(Ending.RAISED, error="ValueError"))).outcome.momentum(lr=0.1)

    assert (reply.ending, reply.outcome.error, reply.before) == (Ending.RAISED, "ValueError", {"lr": 0.1})


def test_arguments_afterwards_are_those_before_where_nothing_is_said():
    reply = proxy(answering(1.0)).outcome.momentum(grad=skewed_bowl().gradient, start=[1.0], lr=0.1)

    assert reply.before == reply.after == {"start": [1.0], "lr": 0.1}


def test_arguments_afterwards_are_the_students_word_where_they_changed():
    changed = Outcome(Ending.VALUE, values.encode_value(1.0), values.encode_value({"start": [9.0]}))

    reply = proxy(Answers(changed)).outcome.momentum(start=[1.0])

    assert (reply.before, reply.after) == ({"start": [1.0]}, {"start": [9.0]})


@pytest.mark.parametrize("noise", [None, 3.0, [1.0]])
def test_arguments_afterwards_that_are_no_dict_count_for_nothing(noise):
    changed = Outcome(Ending.VALUE, values.encode_value(1.0), values.encode_value(noise))

    assert proxy(Answers(changed)).outcome.momentum(start=[1.0]).after == {}
