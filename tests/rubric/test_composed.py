"""Answers made of parts: under names, in lists of different lengths, intervals and sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.rubric.assertions import Lost, assert_close, assert_interval, assert_set
from grader.sandbox import values
from grader.words.differences import difference_sentence

NAMED = {"value": 1.5, "point": [1.0, 2.0], "kind": "saddle", "found": True, "steps": None}
RAGGED = [[1.0, 2.0], [3.0], []]


def said(assertion: Callable[[Any, Any], None], got: object, want: object) -> str:
    with pytest.raises(Lost) as lost:
        assertion(_sent(got), want)
    hidden = difference_sentence(lost.value.difference, numbers=False)
    assert hidden.startswith("On an input that is not shown: ")
    return difference_sentence(lost.value.difference, numbers=True)


def _sent(answer: object) -> Any:
    return values.decode_value(values.encode_value(answer))


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (NAMED | {"value": 1.50001, "kind": "Saddle"}, NAMED),
        ({"a": {"b": np.array([1, 2])}}, {"a": {"b": [1.0, 2.0]}}),
        (([1.0, 2.0], (3.0,), []), RAGGED),
        ([np.array([1.0, 2.0]), np.array([3.0]), np.array([])], RAGGED),
        ((2.0, "up"), (2.0, "up")),
    ],
)
def test_parts_that_agree_hold_whatever_they_are_kept_in(got, want):
    assert_close(_sent(got), want)


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        (NAMED | {"value": 2.5}, NAMED, "The entry for value: yours 2.5, expected 1.5"),
        (NAMED | {"point": [1.0, 2.5]}, NAMED, "Second coordinate, the entry for point: yours 2.5, expected 2"),
        (NAMED | {"kind": "minimum"}, NAMED, "Expected the entry for kind saddle; yours is minimum."),
        (NAMED | {"found": 1}, NAMED, "Expected the entry for found as a truth value; yours is 1."),
        (NAMED | {"steps": 3}, NAMED, "Expected None for the entry for steps; yours is 3."),
        ({"value": 1.5}, NAMED, "Expected the names found, kind, point, steps, value in the dict; yours has value."),
        ([1.5], NAMED, "Expected a dict with value, point, kind, found and steps among its keys; yours is a list."),
        (
            NAMED | {"value": {"of": 1.5}},
            NAMED,
            "Expected the entry for value as numbers; yours is a dict (names: of).",
        ),
        (None, NAMED, "Expected a dict, but nothing came back (None)."),
        ([[1.0, 2.0], [4.0], []], RAGGED, "First coordinate, the entry for [1]: yours 4, expected 3"),
        ([[1.0, 2.0], [3.0, 4.0], []], RAGGED, "Expected the entry for [1] of shape (1,); yours has shape (2,)."),
        ([[1.0, 2.0], [3.0]], RAGGED, "Expected 3 parts in the answer; yours has 2."),
        (3.0, RAGGED, "Expected 3 parts in the answer; yours has one alone."),
        (None, RAGGED, "Expected a dict, but nothing came back (None)."),
        ((2.0, "down"), (2.0, "up"), "Expected part 2 up; yours is down."),
    ],
)
def test_the_first_part_that_differs_is_named(got, want, sentence):
    assert said(assert_close, got, want).startswith(sentence)


@pytest.mark.parametrize("got", [(0.0, 2.0), [0, 2], np.array([1e-7, 2.0001])])
def test_an_interval_holds_within_the_tolerance_of_its_larger_end(got):
    assert_interval(_sent(got), (0.0, 2.0))


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        ((0.0, 2.1), (0.0, 2.0), "The upper end: yours 2.1, expected 2."),
        ((0.5, 2.0), (0.0, 2.0), "The lower end: yours 0.5, expected 0"),
        (
            (2.0, 0.0),
            (0.0, 2.0),
            "The lower end of the interval comes first, and yours lies above the upper",
        ),
        (2.0, (0.0, 2.0), "Expected the interval of shape (2,); yours has shape () (one number)."),
        ((0.0, 9.9), (0.0, np.inf), "Expected the upper end inf; yours is 9.9."),
        ((0.0, np.inf), (0.0, 2.0), "The upper end: yours is ∞, which is no finite number; expected 2."),
        ("all", (0.0, 2.0), "Expected the interval as numbers; yours is a string, 'all'."),
    ],
)
def test_an_interval_says_which_end_is_off(got, want, sentence):
    assert said(assert_interval, got, want).startswith(sentence)


def test_an_interval_may_be_without_an_end():
    assert_interval(_sent((0.0, np.inf)), (0.0, np.inf))
    assert_interval(_sent((-np.inf, np.inf)), (-np.inf, np.inf))


@given(st.permutations([1.0, -2.0, 3.0]))
def test_a_set_has_no_order_and_counts_nothing_twice(order):
    for got in (order, tuple(order), set(order), frozenset(order), np.array(order), [*order, order[0]]):
        assert_set(_sent(got), {1.0, -2.0, 3.0})


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        ({1.0, 3.0}, {1.0, 2.0}, "In the set, 3 is too much: it does not belong there."),
        ({1.0}, [1.0, 2.0], "In the set, 2 is missing; yours has 1."),
        ([], [1.0], "In the set, 1 is missing; yours has set()."),
        ([(1.0, 2.0)], [(1.0, 2.0), (0.0, 0.0)], "In the set, (0, 0) is missing; yours has (1, 2)."),
        ({"saddle"}, {"minimum"}, "In the set, 'saddle' is too much: it does not belong there."),
        ([1.0, "x"], [1.0], "In the set, 'x' is too much: it does not belong there."),
        ([1.0, None], [1.0], "In the set, None is too much: it does not belong there."),
        (1.0, [1.0], "Expected a set or a list of what belongs to the answer; yours is 1."),
        ({"a": 1.0}, [1.0], "Expected a set or a list of what belongs to the answer; yours is a dict (names: a)."),
        (None, [1.0], "Expected the set, but nothing came back (None)."),
    ],
)
def test_a_set_says_what_is_missing_or_too_much(got, want, sentence):
    assert said(assert_set, got, want).startswith(sentence)


def test_members_that_cannot_be_told_apart_are_a_mistake_of_the_rubric():
    with pytest.raises(ValueError, match="one within the tolerance"):
        assert_set([1.0], [1.0, 1.00001])


def test_a_set_is_no_table_of_numbers():
    assert said(assert_close, {1.0, 2.0}, [1.0, 2.0]) == (
        "Expected an answer as numbers; yours is a set. Return the numbers themselves."
    )
    assert said(assert_close, [{1.0}, {2.0}], [[1.0], [2.0]]).startswith(
        "Expected an answer as numbers; yours is a set"
    )


@given(st.sets(st.floats(allow_nan=False) | st.text(max_size=5) | st.integers(-9, 9) | st.tuples(st.booleans())))
def test_equal_sets_travel_as_equal_bytes_and_arrive_unhashed(members):
    sent = values.encode_value(members)

    assert sent == values.encode_value(frozenset(sorted(members, key=repr)))
    assert type(values.decode_value(sent)) is values.SetOf
    assert values.encode_value(values.decode_value(sent)) == sent
