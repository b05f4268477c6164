"""Laws that every schedule keeps, and what is refused."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import schedules
from grader.schedules import MAX_RATES, constant, from_data, harmonic, table, to_data

quick = settings(max_examples=30, deadline=None)
rates = st.floats(0, 10)
any_schedule = st.one_of(
    st.builds(constant, rates),
    st.builds(harmonic, rates, rates),
    st.builds(table, st.lists(rates, min_size=1, max_size=6)),
)
steps = st.integers(0, 1000)


@quick
@given(rates, steps)
def test_a_constant_schedule_never_changes(lr, t):
    assert constant(lr)(t) == lr


@quick
@given(st.floats(0.01, 10), st.floats(0.01, 10), steps)
def test_a_harmonic_schedule_falls_at_every_step_and_stays_positive(lr0, rate, t):
    schedule = harmonic(lr0, rate)

    assert schedule(0) == lr0
    assert 0 < schedule(t + 1) < schedule(t)


def test_a_harmonic_schedule_is_its_formula():
    assert harmonic(0.3, 0.37)(4) == pytest.approx(0.3 / (1 + 0.37 * 4), rel=1e-15)


def test_the_last_rate_of_a_table_holds():
    schedule = table([0.3, 0.2, 0.1])

    assert [schedule(t) for t in range(5)] == [0.3, 0.2, 0.1, 0.1, 0.1]


def test_a_table_holds_its_first_rate_before_the_first_step():
    assert table([0.3, 0.2])(-1) == 0.3


@quick
@given(any_schedule, steps)
def test_numpy_integers_are_steps_too(schedule, t):
    answer = schedule(np.int64(t))

    assert (type(answer), answer) == (float, schedule(t))


@pytest.mark.parametrize("t", [None, "3", [3], np.arange(3)], ids=repr)
def test_what_is_no_step_is_refused_in_words(t):
    with pytest.raises(ValueError, match="one step at a time"):
        constant(0.1)(t)


@pytest.mark.parametrize("schedule", [constant(0.1), harmonic(0.1, 0.1), table([0.1, 0.2])], ids=repr)
def test_a_step_that_is_not_a_number_has_a_rate_that_is_a_float(schedule):
    assert isinstance(schedule(math.nan), float)


def test_a_harmonic_schedule_says_when_it_is_asked_before_its_pole():
    with pytest.raises(ValueError, match="begins at step 0"):
        harmonic(0.3, 0.5)(-2)


@quick
@given(any_schedule)
def test_a_schedule_survives_the_journey_through_json(schedule):
    arrived = from_data(json.loads(json.dumps(to_data(schedule))))

    assert arrived == schedule
    assert to_data(arrived) == to_data(schedule)


@quick
@given(any_schedule)
def test_the_repr_is_the_call_that_makes_the_schedule(schedule):
    names = {name: getattr(schedules, name) for name in ("constant", "harmonic", "table")}

    assert eval(repr(schedule), names) == schedule


NO_RECIPES = {
    "nothing": None,
    "an empty list": [],
    "an unknown kind": ["cosine", 0.1, 10],
    "a kind that is no name": [1.0],
    "too few parameters": ["harmonic", 0.1],
    "a negative rate": ["constant", -0.1],
    "an infinite rate": ["constant", math.inf],
    "a rate that is not a number": ["constant", math.nan],
    "an integer beyond floats": ["constant", 10**400],
    "a truth value": ["constant", True],
    "an empty table": ["table", []],
    "a table that is no list": ["table", "0.1"],
    "a table in a table": ["table", [[0.1]]],
    "too long a table": ["table", [0.1] * (MAX_RATES + 1)],
}


@pytest.mark.parametrize("data", NO_RECIPES.values(), ids=NO_RECIPES.keys())
def test_what_is_no_recipe_is_refused_with_a_sentence(data):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        from_data(data)


def test_the_schedules_that_students_write_are_not_on_offer():
    offered = {name for name in vars(schedules) if not name.startswith("_")}

    assert not offered & {"step_decay", "exponential_decay", "cosine_annealing", "warmup_cosine"}
