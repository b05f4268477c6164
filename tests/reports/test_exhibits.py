"""Exhibits of any answer: whatever a student's function gave back, drawing it never fails."""

from __future__ import annotations

from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from grader.diagnosis import formula_fit
from grader.diagnosis.landscape_asked import landscape_walked
from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.landscapes import himmelblau, quadratic
from grader.records import Call, Difference, DifferenceKind, Ending, Outcome, Transcript
from grader.reports.drawing.plot import Key, Line, Mark, Plot, Scale, steps_axis, value_axis
from grader.reports.exhibits import exhibit_of
from grader.reports.exhibits.base import Array, Exhibit, Lost, look_up
from grader.reports.exhibits.rows import rows_around
from grader.reports.facts.comparison import Comparison
from grader.reports.pages.criterion import CriterionView
from grader.reports.pages.rendering import render_part
from grader.sandbox import values

anything_finite_or_not = st.floats(allow_nan=True, allow_infinity=True, width=64)
answers = st.one_of(
    st.none(),
    st.integers(-(2**60), 2**60),
    anything_finite_or_not,
    st.lists(anything_finite_or_not, max_size=9),
    st.tuples(anything_finite_or_not, anything_finite_or_not),
    st.lists(st.lists(anything_finite_or_not, min_size=1, max_size=3), max_size=9),
    hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=9)),
    hnp.arrays(np.int64, st.just((8, 2))),
    hnp.arrays(np.float64, st.sampled_from([(8, 2), (7, 2), (2, 8), (1, 2), (20, 2), (8, 1)])),
    st.dictionaries(st.text(max_size=5), anything_finite_or_not, max_size=3),
)


def shown(answer: Any, call: Call, prepared: Prepared) -> Exhibit | None:
    """The exhibit of one answer to one public call."""
    transcript = Transcript(Outcome(Ending.VALUE), {call: Outcome(Ending.VALUE, values.encode_value(answer))})
    reference, calls = prepared.key.reference, prepared.key.plan.public
    return exhibit_of(
        Lost(look_up(call, transcript, reference), Difference(DifferenceKind.NOT_SO), transcript, reference, calls)
    )


def first_call(prepared: Prepared, function: str) -> Call:
    return next(call for call in prepared.key.plan.public if call.function == function)


@pytest.mark.parametrize("function", ["momentum", "roll", "step", "rate", "count", "shares"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_any_answer_can_be_shown(walks: Prepared, function: str, answer: Any) -> None:
    found = shown(answer, first_call(walks, function), walks)

    drawn = [line.d for plot in found.plots for line in plot.lines] if found else []
    assert not any("nan" in path or "inf" in path for path in drawn)


def test_the_first_difference_is_marked_in_drawing_table_and_words(all_wrong: Graded, walks: Prepared) -> None:
    lost = next(judgement for judgement in all_wrong.grade.judgements if judgement.id == "velocity_update")
    assert lost.call is not None
    assert all_wrong.transcript is not None
    asked = look_up(lost.call, all_wrong.transcript, walks.key.reference)

    found = exhibit_of(Lost(asked, lost.difference, all_wrong.transcript, walks.key.reference, walks.key.plan.public))

    assert found is not None
    assert "row 1" in [mark.label for mark in found.plots[0].marks]
    assert [row.row for row in found.tables[0].rows if row.kind == "first"] == [1]
    assert found.readouts[1].startswith("Row 1: yours (1.982, \u22121.4958)")


def test_a_difference_too_small_to_see_gets_a_magnifying_glass(walks: Prepared) -> None:
    call = first_call(walks, "momentum")
    right = values.decode_value(walks.key.reference.outcomes[call].value)
    right[3:] += 0.002

    found = shown(right, call, walks)

    assert found is not None
    assert any(plot.title.startswith("Row 3, magnified") for plot in found.plots)


def test_a_stable_setting_is_told_apart_from_a_path_that_runs_away(walks: Prepared) -> None:
    call = first_call(walks, "momentum")
    running_away = np.cumprod(np.full((8, 2), 4.0), axis=0)

    found = shown(running_away, call, walks)

    assert found is not None
    assert found.asides[0].sentences == (
        "lr · lambda_max = 0.114 < 2 (1 + alpha) = 3.6: stable, expected rate 0.894 a step.",
        "So a path that runs away here is not the learning rate's doing, but the update's.",
    )


def test_a_row_that_differs_in_a_column_that_was_not_compared_is_apart_all_the_same() -> None:
    want, got = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 5.0], [2.0, 4.0]])

    rows = rows_around(Comparison.of(got, want), 1, counted=(0,)).rows

    assert "0.0" not in [row.cells[-1] for row in rows]


def test_a_table_of_steps_names_the_steps_that_were_asked() -> None:
    compared = Comparison.of(np.array([[0.1], [0.7], [0.2]]), np.array([[0.1], [0.5], [0.0]]))

    table = rows_around(compared, 1, counted=[0], steps=[0, 4, 12])

    assert [row.cells[0] for row in table.rows] == ["0", "4", "12"]
    assert [row.row for row in table.rows] == [0, 1, 2]


def test_a_column_of_losses_is_told_apart_from_a_column_of_weights(walks: Prepared) -> None:
    call = first_call(walks, "roll")
    right = values.decode_value(walks.key.reference.outcomes[call].value)
    right[:, 1] += right[:, 0]

    found = shown(right, call, walks)

    assert found is not None
    assert found.sentences[0].startswith("The weight of row 0 is right; the loss beside it is")


# --- terms -----------------------------------------------------------------------------------------------------

RNG = np.random.default_rng(5)
GRADIENT, LR, MOMENTUM = RNG.uniform(0.1, 3.0, (3, 9))
ARGUMENTS = {"gradient": GRADIENT, "lr": LR, "momentum": MOMENTUM}


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (2 * LR * GRADIENT, formula_fit.Surplus("2 · gradient · lr", added=True)),
        (-MOMENTUM, formula_fit.Surplus("momentum", added=False)),
        (LR * LR * GRADIENT, formula_fit.Surplus("gradient · lr²", added=True)),
        ((1 - MOMENTUM) * LR, formula_fit.Surplus("(1 \u2212 momentum) · lr", added=True)),
        (np.sin(GRADIENT), None),
        (0 * LR, None),
    ],
)
def test_a_surplus_term_is_named(added: Array, said: formula_fit.Surplus | None) -> None:
    want = np.linspace(1, 2, 9)

    assert formula_fit.surplus(ARGUMENTS, want + added, want) == said


def test_a_few_calls_name_no_term() -> None:
    few = {name: values[:5] for name, values in ARGUMENTS.items()}

    assert formula_fit.surplus(few, few["lr"] + 1, np.ones(5)) is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (-LR * GRADIENT, "\u2212gradient · lr"),
        (GRADIENT + LR * MOMENTUM, "gradient + lr · momentum"),
        (0.5 * LR - 3 * GRADIENT * MOMENTUM, "0.5 · lr \u2212 3 · gradient · momentum"),
        (LR + GRADIENT + MOMENTUM, None),
    ],
)
def test_a_formula_of_two_products_is_read_off_its_values(values: Array, said: str | None) -> None:
    assert formula_fit.formula(ARGUMENTS, values) == said


# --- axes ------------------------------------------------------------------------------------------------------


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_lie_on_the_axis_and_are_few(low: float, span: float) -> None:
    axis = Scale(low, low + span, 0.0, 100.0)

    assert 2 <= len(axis.ticks) <= 12
    assert all(-0.2 <= tick.at <= 100.2 for tick in axis.ticks)


@given(st.floats(1e-9, 1e3), st.floats(101, 1e12))
def test_a_logarithmic_axis_has_ticks_too(low: float, ratio: float) -> None:
    axis = value_axis(np.array([low, low * ratio]))

    assert axis.log
    assert len(axis.ticks) >= 2


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_one_number_and_an_array_are_placed_alike(value: float) -> None:
    axis = Scale(-2.0, 5.0, 10.0, 300.0)

    assert axis.unit(value) == pytest.approx(float(axis.units(np.array([value]))[0]))


@given(st.integers(1, 500))
def test_rows_have_whole_numbers(count: int) -> None:
    labels = [tick.label for tick in steps_axis(count).ticks]

    assert all(label.lstrip("\u2212").isdigit() for label in labels)


def test_words_of_a_drawing_are_escaped() -> None:
    bold, axis = "<b>", Scale(0.0, 1.0, 0.0, 100.0)
    mark = Mark("ring", 1.0, 1.0, bold, 1.0, 1.0, "start")
    plot = Plot(
        bold,
        bold,
        bold,
        bold,
        axis,
        axis,
        (Line("own", "M0 0"),),
        (mark,),
        (Key("own", bold), Key("ring", bold, "mark")),
        note=bold,
    )
    view = Exhibit((bold,), (plot,), readouts=(bold, bold), arrows=bold)

    made = render_part("criterion.html.j2", one=lost_with(view))

    assert bold not in made
    assert made.count("&lt;b&gt;") >= 10


def lost_with(view: Exhibit) -> CriterionView:
    return CriterionView(
        id="drawn",
        title=Markup("drawn"),
        verdict="failed",
        kind="failed",
        icon="x",
        points=0.0,
        max_points=1.0,
        hidden=False,
        message=Markup(""),
        hint=Markup(""),
        paste="",
        exhibit=view,
        unfolded=True,
    )


def test_a_matrix_is_no_path_and_rows_that_begin_at_a_given_point_are() -> None:
    bowl = quadratic([[2.0, 0.5], [0.5, 1.0]])
    table = np.array([[2.0, 0.5], [1.5, 0.2]])

    assert landscape_walked({"loss": bowl.value, "point": np.array([1.0, 3.0]), "h": 0.1}, table) is None
    assert landscape_walked({"grad": bowl.gradient, "start": [2.0, 0.5]}, table) is bowl
    assert landscape_walked({"grad": bowl.gradient, "start": [2, 1]}, np.array([[2.0, 1.0]])) is bowl
    assert landscape_walked({"grad": bowl.gradient, "parts": [[2.0], [0.5, 1.0]]}, table) is None


def test_second_derivatives_are_shown_as_entries_and_not_as_a_walk() -> None:
    call = Call("numerical_hessian", values.encode_arguments([], {"loss": himmelblau().value, "point": [1.5, -2.5]}))
    want, got = np.array([[-24.8, -4.0], [-4.0, 55.2]]), np.array([[-24.3, -4.0], [-4.0, 55.7]])
    own, right = (
        Transcript(Outcome(Ending.VALUE), {call: Outcome(Ending.VALUE, values.encode_value(each))})
        for each in (got, want)
    )

    found = exhibit_of(Lost(look_up(call, own, right), Difference(DifferenceKind.VALUE), own, right, [call]))

    assert found is not None
    assert not found.readouts
    assert not any("row 0" in sentence for sentence in found.sentences)
