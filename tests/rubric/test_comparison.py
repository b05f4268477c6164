"""Closed comparisons: each kind of difference by its name, and nothing that slips through."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import grader.rubric
from grader.errors import RubricError
from grader.records import Compared, Difference, DifferenceKind, Ending, Outcome
from grader.rubric import assert_close, assert_count, assert_exact, assert_schedule, assert_trajectory, assert_unchanged
from grader.rubric.assertions import Lost, assert_has
from grader.rubric.comparison import Array
from grader.rubric.proxies import NoAnswer, Proxy
from grader.sandbox import values
from grader.tolerance import FLOOR, RELATIVE
from grader.words.differences import DIFFERENCES, difference_sentence

PATH = np.array([[2.0, -1.0], [1.5, -0.5], [1.2, 0.4], [1.0, 0.6]])
BAD = [float("nan"), float("inf"), float("-inf")]


def lost(check: Callable[..., None], *arguments: Any, **keywords: Any) -> Difference:
    """The difference by which an assertion is lost."""
    with pytest.raises(Lost) as caught:
        check(*arguments, **keywords)
    return caught.value.difference


def changed(path: Array, row: int, column: int, value: float) -> Array:
    """A copy of a path with one number changed."""
    copy = path.copy()
    copy[row, column] = value
    return copy


# --- numbers and arrays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [3, 3.0, np.int8(3), np.float32(3), np.float64(3), np.longdouble(3), np.array(3), np.array(3.0, dtype="f2")],
)
def test_every_kind_of_number_is_the_number_it_is(answer):
    assert_close(answer, 3.0)


@pytest.mark.parametrize(
    "answer", [[1, 2.0], (1.0, 2), np.array([1, 2]), np.array([1.0, 2.0], dtype="f4"), [np.int64(1), 2]]
)
def test_lists_tuples_and_arrays_are_the_numbers_they_hold(answer):
    assert_close(answer, np.array([1.0, 2.0]))


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("want", [1.0, 0.0, -5.0])
def test_nan_and_infinity_never_pass(bad, want):
    assert lost(assert_close, bad, want).kind == "not_finite"
    assert lost(assert_close, [want, bad], [want, want]).kind == "not_finite"
    assert lost(assert_trajectory, changed(PATH, 2, 1, bad), PATH).kind == "not_finite"


@pytest.mark.parametrize("bad", BAD)
def test_nothing_is_compared_with_an_expected_value_that_is_not_finite(bad):
    with pytest.raises(ValueError, match="NaN or infinity"):
        assert_close(bad, bad)
    with pytest.raises(ValueError, match="NaN or infinity"):
        assert_trajectory(PATH, changed(PATH, 0, 0, bad))


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.ones((3, 1)), np.ones(3)),
        (np.ones(3), np.ones((3, 1))),
        (np.ones((1, 3)), np.ones(3)),
        (1.0, np.ones(3)),
        (np.ones(1), 1.0),
        ([1.0], 1.0),
        (np.ones((1, 2, 2)), np.ones((2, 2))),
        (np.empty((0,)), np.ones(3)),
        (np.ones(3), np.empty((0,))),
    ],
)
def test_nothing_broadcasts(got, want):
    assert lost(assert_close, got, want).kind == "shape"


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, "none"),
        ({"a": 1.0}, "not_a_number"),
        ([1.0, None], "not_a_number"),
        ([1.0, {"a": 1}], "not_a_number"),
        ([[1.0, 2.0], [3.0]], "ragged"),
        ([np.ones(2), np.ones(3)], "ragged"),
        ([np.ones((2, 3)), np.ones((2, 4))], "ragged"),
        ([2**64 - 1, -1], "value"),
        ([1.0, 2.1], "value"),
    ],
)
def test_each_form_of_a_wrong_answer_has_its_name(got, kind):
    assert lost(assert_close, got, np.array([1.0, 2.0])).kind == kind


def test_an_absurdly_large_answer_is_only_wrong():
    difference = lost(assert_close, [1e308, -1.7e308], [0.0, 0.0])

    assert (difference.kind, difference.got, difference.want) == ("value", 1e308, 0.0)


def test_a_difference_names_the_first_place_and_the_largest_distance():
    want = np.array([1.0, 2.0, 4.0])

    difference = lost(assert_close, want + np.array([0.0, 0.012, -0.12]), want, name="velocity")

    assert (difference.column, difference.name) == (1, "velocity")
    assert difference.ratio == pytest.approx(10)
    assert difference.largest == pytest.approx(100)


SCALES = st.floats(1e-12, 1e12)
DIRECTIONS = st.sampled_from([-1.0, 1.0])


@settings(max_examples=60)
@given(size=SCALES, sign=DIRECTIONS, direction=DIRECTIONS, part=st.floats(0, 0.5))
def test_within_half_the_tolerance_a_number_passes(size, sign, direction, part):
    want = sign * size

    assert_close(want + direction * part * max(RELATIVE * size, FLOOR), want)


@settings(max_examples=60)
@given(size=SCALES, sign=DIRECTIONS, direction=DIRECTIONS, times=st.floats(2, 1e6))
def test_beyond_twice_the_tolerance_a_number_fails(size, sign, direction, times):
    want = sign * size

    difference = lost(assert_close, want + direction * times * max(RELATIVE * size, FLOOR), want)

    assert difference.kind == "value"
    assert difference.ratio >= 1.99


@settings(max_examples=60)
@given(size=SCALES, scale=SCALES, direction=DIRECTIONS)
def test_a_scale_replaces_the_size_of_the_answer(size, scale, direction):
    allowed = max(RELATIVE * scale, FLOOR)
    rounding = 4e-16 * size / allowed  # where the number is so large that its last bit is beyond the tolerance

    if rounding < 0.4:
        assert_close(size + direction * allowed / 2, size, scale=scale)
        assert lost(assert_close, size + direction * allowed * 2, size, scale=scale).kind == "value"


@settings(max_examples=40)
@given(want=arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e6, 1e6)), data=st.data())
def test_the_tolerance_of_an_array_is_that_of_its_largest_number(want, data):
    place = tuple(data.draw(st.integers(0, side - 1)) for side in want.shape)
    allowed = max(RELATIVE * np.abs(want).max(), FLOOR)
    near, far = want.copy(), want.copy()
    near[place] += allowed / 2
    far[place] += allowed * 2

    assert_close(near, want)
    assert lost(assert_close, far, want).kind == "value"


# --- tuples ----------------------------------------------------------------------------------------------------


PAIR = (1.5, np.array([0.5, 0.25]))


@pytest.mark.parametrize("got", [PAIR, list(PAIR)])
def test_a_tuple_is_compared_part_by_part(got):
    assert_close(got, PAIR)


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, "none"),
        (1.5, "parts"),
        (np.array(1.5), "parts"),
        ((1.5,), "parts"),
        ([1.5, 0.5, 0.25], "parts"),
        ({}, "not_a_number"),
    ],
)
def test_what_is_no_tuple_of_that_many_parts_is_lost(got, kind):
    assert lost(assert_close, got, PAIR).kind == kind


def test_a_vector_alone_is_not_taken_for_the_pair_that_it_is_a_part_of():
    sentence = difference_sentence(
        lost(assert_close, PAIR[1], PAIR, only="vector", names=("value", "vector")), numbers=True
    )

    assert sentence.startswith("Expected 2 parts in the answer; yours is an array of shape (2,).")


@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (0.1, 0.125, "value"),  # a ramp of one step too many
        (2.0, 2.3, "value"),
        (0.92, 0.92344, "rounded"),
        (0.02, 0.0196, "value"),
        ([0.1, 0.2], [0.125, 0.25], "value"),
        ([0.1, 0.2, 0.4], [0.125, 0.25, 0.375], "rounded"),
        ([2.0, 2.0, 2.0, 2.0], [2.0, 1.9, 1.83, 1.77], "value"),  # it never moves
    ],
)
def test_one_number_with_one_digit_is_not_said_to_be_rounded(got, want, kind):
    assert lost(assert_close, got, want).kind == kind


def test_a_wrong_part_is_called_by_its_name():
    assert lost(assert_close, (1.5, [0.5, 0.3]), PAIR, names=("weight", "velocity")).name == "velocity"
    assert lost(assert_close, (1.4, PAIR[1]), PAIR).part == 1


def test_only_the_part_that_is_asked_for_is_looked_at():
    names = ("weight", "velocity")

    assert_close((9.0, PAIR[1]), PAIR, names=names, only="velocity")
    assert lost(assert_close, (9.0, PAIR[1]), PAIR, names=names, only="weight").name == "weight"
    assert lost(assert_close, (9.0,), PAIR, names=names, only="velocity").kind == "parts"


# --- trajectories ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [PATH, PATH.tolist(), tuple(map(tuple, PATH)), PATH.astype("f4"), list(PATH), np.asfortranarray(PATH)]
)
def test_a_trajectory_comes_in_every_form_that_holds_rows(answer):
    assert_trajectory(answer, PATH)


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, "none"),
        ({}, "not_a_number"),
        ([[1.0, 2.0], [1.0]], "ragged"),
        (PATH[-1], "last_row_only"),
        (PATH[1:], "first_row_missing"),
        (PATH[:-1], "last_row_missing"),
        (np.vstack([PATH, PATH[-1:]]), "one_row_too_many"),
        (PATH.T, "transposed"),
        (np.vstack([PATH[1:], PATH[-1:]]), "row_early"),
        (np.vstack([PATH[:1], PATH[:-1]]), "row_late"),
        (np.tile(PATH[-1], (4, 1)), "aliased"),
        (PATH[None], "shape"),
        (PATH[:, :1], "shape"),
        (PATH.reshape(-1), "shape"),
        (np.empty((0, 2)), "shape"),
        (3.0, "shape"),
        (changed(PATH, 2, 1, 0.5), "value"),
    ],
)
def test_each_way_to_leave_a_path_has_its_name(got, kind):
    assert lost(assert_trajectory, got, PATH).kind == kind


def test_a_number_in_a_table_has_a_row_and_a_column_of_its_own():
    got, want = np.array([[0.0, 0.0], [1.0, -1.0]]), np.array([[0.0, 0.0], [-1.0, -1.0]])
    difference = lost(assert_close, got, want, name="direction")

    assert (difference.row, difference.column) == (1, 0)
    assert difference_sentence(difference, numbers=True) == (
        "Row 0 agrees. Row 1, first coordinate, direction: yours 1, expected \u22121."
    )


def test_of_a_path_without_rows_nothing_is_told_but_its_shape():
    assert lost(assert_trajectory, np.empty((0, 2)), PATH[:1]).kind == "shape"


def test_of_a_path_that_stays_where_it_is_either_end_may_be_missing():
    still = np.tile(PATH[:1], (3, 1))

    assert lost(assert_trajectory, still[1:], still).kind == "shape"


def test_one_row_and_another_are_said_in_the_singular():
    one = difference_sentence(lost(assert_trajectory, PATH[[0, 0]], PATH[:1]), numbers=True)
    several = difference_sentence(lost(assert_trajectory, PATH[[0, 1, 1]], PATH[:2]), numbers=True)

    assert one == "The first row is right, and one more follows: yours has 2 rows."
    assert several == "The first 2 rows are right, and one more follows: yours has 3 rows."


def test_a_difference_of_paths_says_row_and_coordinate():
    difference = lost(assert_trajectory, changed(PATH, 2, 1, 0.5), PATH)

    assert (difference.row, difference.column, difference.got, difference.want) == (2, 1, 0.5, 0.4)
    assert difference.rows == 4


def test_each_column_has_a_tolerance_of_its_own():
    want = np.array([[1000.0, 1.0], [900.0, 0.5]])

    assert_trajectory(want + np.array([0.2, 0.0]), want)
    assert lost(assert_trajectory, want + np.array([0.0, 0.2]), want, columns=("weight", "loss")).name == "loss"


def test_only_the_column_that_is_asked_for_is_looked_at():
    want = np.array([[1000.0, 1.0], [900.0, 0.5]])
    columns = ("weight", "loss")

    assert_trajectory(want + np.array([0.0, 7.0]), want, columns=columns, only="weight")
    assert lost(assert_trajectory, want + np.array([0.0, 7.0]), want, columns=columns, only="loss").name == "loss"
    assert lost(assert_trajectory, want[:, :1], want, columns=columns, only="weight").kind == "shape"


def test_one_column_is_no_list_of_numbers():
    path = PATH[:, :1]

    assert lost(assert_trajectory, path[:, 0], path).kind == "shape"


@pytest.mark.parametrize("want", [PATH[:, 0], PATH[None], np.empty((0, 2)), 1.0])
def test_a_rubric_that_expects_no_trajectory_is_a_fault_even_of_a_right_answer(want):
    with pytest.raises(ValueError, match="expected a trajectory"):
        assert_trajectory(want, want)


def test_a_rubric_that_names_too_few_columns_is_a_fault_even_of_a_right_answer():
    with pytest.raises(ValueError, match="with columns weight"):
        assert_trajectory(PATH, PATH, columns=("weight",))


@settings(max_examples=40)
@given(size=SCALES, row=st.integers(0, 3), column=st.integers(0, 1), direction=DIRECTIONS)
def test_the_tolerance_grows_with_the_column(size, row, column, direction):
    want = PATH * size
    allowed = max(RELATIVE * np.abs(want[:, column]).max(), FLOOR)

    assert_trajectory(changed(want, row, column, want[row, column] + direction * allowed / 2), want)
    with pytest.raises(Lost):
        assert_trajectory(changed(want, row, column, want[row, column] + direction * allowed * 2), want)


# --- schedules and counts --------------------------------------------------------------------------------------


RATES = [0.1, 0.05, 0.025, 0.0125]


@settings(max_examples=40)
@given(lr0=SCALES, t=st.integers(0, 3), direction=DIRECTIONS)
def test_rates_have_the_tolerance_of_the_first_one(lr0, t, direction):
    allowed = max(RELATIVE * lr0, FLOOR)
    want = [lr0 * rate for rate in RATES]
    near, far = list(want), list(want)
    near[t] += direction * allowed / 2
    far[t] += direction * allowed * 2

    assert_schedule(near, want, lr0)
    difference = lost(assert_schedule, far, want, lr0)
    assert (difference.kind, difference.row, difference.rows) == ("value", t, 4)


@pytest.mark.parametrize(
    ("rate", "kind"),
    [
        (None, "none"),
        (float("nan"), "not_finite"),
        ([0.05], "shape"),
        (np.array([0.05]), "shape"),
        ({}, "not_a_number"),
    ],
)
def test_a_rate_is_one_number(rate, kind):
    difference = lost(assert_schedule, [0.1, rate, 0.025, 0.0125], RATES, 0.1)

    assert (difference.kind, difference.row) == (kind, 1)


@pytest.mark.parametrize("answer", [7, np.int16(7), np.uint64(7), np.array(7)])
def test_a_count_is_any_whole_number(answer):
    assert_count(answer, 7)


@pytest.mark.parametrize("answer", [True, [True, 1.0], [(1.0, np.True_)], np.array([True])])
def test_truth_values_are_no_numbers_though_numpy_takes_them_for_such(answer):
    want = np.ones_like(np.asarray(answer), dtype=np.float64)

    assert lost(assert_close, answer, want).kind is DifferenceKind.NOT_A_NUMBER


def test_an_expected_answer_without_a_kind_that_is_compared_exactly_is_refused():
    with pytest.raises(ValueError, match=r"0\.5, is of no kind that is compared exactly"):
        assert_exact(1, 0.5)


@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (8, 7, "count"),
        (np.int64(-7), 7, "count"),
        (2**64 - 1, -1, "count"),
        (7.0, 7, "not_an_integer"),
        (np.float64(7), 7, "not_an_integer"),
        (np.array([7]), 7, "not_an_integer"),
        (np.array(7.0), 7, "not_an_integer"),
        ([7], 7, "not_an_integer"),
        (None, 7, "unexpected_none"),
        (7, None, "should_be_none"),
        (np.ones((2, 2)), None, "should_be_none"),
        ([None], None, "should_be_none"),
    ],
)
def test_a_count_is_exact(got, want, kind):
    assert lost(assert_count, got, want).kind == kind


COUNTS = {"adam": 12, "momentum": None}


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, "none"),
        ([12, None], "not_a_number"),
        ({"adam": 12}, "keys"),
        (COUNTS | {"sgd": 1}, "keys"),
        ({"adam": 12, "momentum": 3}, "should_be_none"),
        ({"adam": None, "momentum": None}, "unexpected_none"),
        ({"adam": 11, "momentum": None}, "count"),
        ({"adam": 12.0, "momentum": None}, "not_an_integer"),
        ({"adam": {}, "momentum": None}, "not_an_integer"),
    ],
)
def test_counts_stand_under_their_names(got, kind):
    assert_count(dict(reversed(COUNTS.items())), COUNTS)
    assert lost(assert_count, got, COUNTS).kind == kind


def test_a_dict_in_the_place_of_a_count_is_told_by_its_names():
    difference = lost(assert_count, {"gd": 3, "adam": 4}, 3, name="the count for momentum")

    assert difference_sentence(difference, numbers=True) == (
        "Expected the count for momentum as a whole number; yours is a dict (names: adam, gd)."
    )


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"zigzag": "noise"}, "There is no overflow in the dict that came back (names: zigzag)."),
        ({}, "There is no overflow in the dict that came back: it is empty."),
        (None, "Expected a dict, but nothing came back (None)."),
    ],
)
def test_a_name_that_is_not_there_is_said_to_be_missing(answers, sentence):
    assert difference_sentence(lost(assert_has, answers, "overflow"), numbers=True) == sentence
    assert_has({"overflow": "noise"}, "overflow")


# --- arguments after the call ----------------------------------------------------------------------------------


def reply(after: object, ending: Ending = Ending.VALUE) -> Any:
    """What `submission.outcome.f(start=…, lr=0.1)` gives when the start is `after` afterwards."""
    kept = {} if after is None else {"start": after, "lr": 0.1}
    outcome = Outcome(ending, values.encode_value(1.0), values.encode_value(kept) if kept else b"")
    return Proxy(["f"], lambda _: outcome).outcome.f(start=np.array([1.0, 2.0]), lr=0.1)


def test_arguments_that_came_back_as_they_went_are_unchanged():
    assert_unchanged(reply(None), "start")
    assert_unchanged(reply(np.array([1.0, 2.0])))


@pytest.mark.parametrize(
    "after",
    [
        np.array([1.0, 2.5]),
        [1.0, 2.0],
        np.array([1.0]),
        np.array([[1.0, 2.0]]),
        np.array([1.0, np.nan]),
        1.0,
        {},
        [[1], [1, 2]],
    ],
)
def test_an_argument_that_came_back_changed_is_named(after):
    assert lost(assert_unchanged, reply(after)) == Difference(DifferenceKind.MODIFIED, Compared.ARGUMENT, "start")


def test_an_argument_of_which_nothing_comes_back_counts_as_changed():
    outcome = Outcome(Ending.VALUE, values.encode_value(1.0), values.encode_value({"lr": 0.1}))
    silent = Proxy(["f"], lambda _: outcome).outcome.f(start=np.array([1.0, 2.0]), lr=0.1)

    assert lost(assert_unchanged, silent) == Difference(DifferenceKind.MODIFIED, Compared.ARGUMENT, "start")


def test_an_argument_that_was_never_given_is_the_rubrics_mistake():
    with pytest.raises(RubricError, match="strat"):
        assert_unchanged(reply(None), "strat")


def test_a_call_without_an_answer_leaves_nothing_unchanged():
    with pytest.raises(NoAnswer):
        assert_unchanged(reply(None, Ending.MISSING), "start")


# --- the words for it ------------------------------------------------------------------------------------------


def test_every_kind_of_difference_is_found_by_the_code_and_has_its_sentences():
    folder = Path(grader.rubric.__file__).parent
    named = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "DifferenceKind"
            ):
                named.add(DifferenceKind[node.attr])

    assert named == set(DIFFERENCES) == set(DifferenceKind)
