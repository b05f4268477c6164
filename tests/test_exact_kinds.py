"""A kind of answer that is compared exactly: a row and a noun, and all the rest of the way follows."""

from __future__ import annotations

import numpy as np
import pytest

from grader import exact_kinds
from grader.diagnosis import agreement
from grader.exact_kinds import ExactKind
from grader.records import DifferenceKind, Why
from grader.reports.exhibits import numbers
from grader.rubric.assertions import Lost, assert_close, assert_exact, assert_label
from grader.sandbox import values
from grader.words import differences
from grader.words.differences import difference_sentence


@pytest.mark.parametrize(
    ("answer", "arrives"),
    [(True, True), (np.False_, False), (" Saddle", " Saddle"), (np.str_("é"), "é"), ({"a": (True, 1.0)}, None)],
)
def test_a_value_travels_alone_and_among_others(answer, arrives):
    assert values.decode_value(values.encode_value(answer)) == (answer if arrives is None else arrives)


@pytest.mark.parametrize(
    ("answer", "why"), [("x" * 201, Why.STRING), ("\ud800", Why.STRING), (1j, Why.COMPLEX), (b"saddle", Why.OBJECT)]
)
def test_what_is_of_no_kind_is_refused_by_name(answer, why):
    with pytest.raises(values.Refused) as refused:
        values.encode_value(answer)

    assert refused.value.outcome.why is why


def test_a_new_kind_is_a_row_and_a_noun(monkeypatch):
    color = ExactKind("color", lambda value: value.hex() if type(value) is bytes else None, code=18)
    monkeypatch.setattr(exact_kinds, "KINDS", (*exact_kinds.KINDS, color))
    monkeypatch.setitem(differences.EXACT_KINDS, "color", "a color")

    with pytest.raises(Lost) as lost:
        assert_exact(1.5, b"red")

    assert difference_sentence(lost.value.difference, numbers=True) == "Expected an answer as a color; yours is 1.5."


@pytest.mark.parametrize(
    ("code", "content"), [(16, 1), (16, "yes"), (17, "x" * 201), (17, True), (18, True), (16, [True])]
)
def test_bytes_that_no_value_of_the_kind_makes_are_refused(code, content):
    encoder = values._ENCODER
    forged = encoder.encode(values._extension(code, content))

    with pytest.raises(values.WireError):
        values.decode_value(forged)


@pytest.mark.parametrize(
    ("got", "want", "said"),
    [
        (False, True, "Expected True; yours is False."),
        (1, True, "Expected an answer as a truth value; yours is 1."),
        (True, 1, "Expected an answer as a whole number; yours is True."),
        ("minimum", "saddle", "Expected saddle; yours is minimum."),
        (["saddle"], "saddle", "Expected an answer as a label; yours is a list."),
        ({"a": True, "b": 3}, {"a": True, "b": 4}, "Expected the entry for b 4; yours is 3."),
    ],
)
def test_it_is_compared_and_said(got, want, said):
    with pytest.raises(Lost) as lost:
        assert_exact(got, want)

    assert difference_sentence(lost.value.difference, numbers=True) == said
    assert str(want) not in difference_sentence(lost.value.difference, numbers=False)


def test_a_right_value_holds_and_is_no_number_where_numbers_are_asked_for():
    assert_exact(np.True_, True)
    assert_exact("SADDLE ", "saddle")
    with pytest.raises(Lost) as lost:
        assert_close([True, 2.0], [1.0, 2.0])

    assert lost.value.difference.kind is DifferenceKind.NOT_A_NUMBER
    for got, shown in ((True, "a truth value, True"), ("saddle", "a string, 'saddle'")):
        with pytest.raises(Lost) as lost:
            assert_close(got, 1.0)
        assert f"as numbers; yours is {shown}." in difference_sentence(lost.value.difference, numbers=True)


def test_a_mistake_that_answers_with_a_number_is_not_one_that_answers_with_a_truth_value():
    assert agreement._same_values(True, True, None)
    assert not agreement._same_values(1, True, None)
    assert not agreement._same_values(True, 1.0, None)
    assert not agreement._same_values({"a": "saddle"}, {"a": "minimum"}, None)


def test_a_table_shows_it_as_it_is():
    rows = [numbers._row(part, None) for part in numbers._parts((True, "saddle", 1), (True, "minimum", False))]

    assert [row.cells[1:] for row in rows] == [
        ("True", "True", "–"),
        ("saddle", "minimum", "another"),
        ("1", "False", "another kind"),
    ]


@pytest.mark.parametrize(
    "written",
    ["saddle point", " Saddle  Point. ", "SADDLE_POINT", "saddle-point", '"saddle point"', "sad\u200bdle point"],
)
def test_a_label_counts_as_the_same_however_it_is_written(written):
    assert_label(written, "saddle point", among=("minimum", "saddle point"))


@pytest.mark.parametrize(
    ("got", "said"),
    [
        ("minimum", "Expected saddle; yours is minimum."),
        ("sadle", "Expected an answer as one of minimum, saddle; yours is sadle."),
        (2, "Expected an answer as one of minimum, saddle; yours is 2."),
        (None, "Expected an answer, but nothing came back (None)."),
        ("<b>saddle</b>", "Expected an answer as one of minimum, saddle; yours is <b>saddle</b>."),
        ("\x1b[2Jsaddle", "Expected an answer as one of minimum, saddle; yours is \\x1b[2Jsaddle."),
    ],
)
def test_a_label_that_is_none_of_them_is_said_to_be_none(got, said):
    with pytest.raises(Lost) as lost:
        assert_label(got, "saddle", among=("minimum", "saddle"))

    assert difference_sentence(lost.value.difference, numbers=True).startswith(said)
    assert "sadle" not in difference_sentence(lost.value.difference, numbers=False)


def test_labels_under_names_are_compared_name_by_name():
    want = {"a": "minimum", "b": "saddle"}
    assert_label({"a": "Minimum", "b": "saddle"}, want)
    with pytest.raises(Lost) as lost:
        assert_label({"a": "minimum", "b": "minimum"}, want, among=("minimum", "saddle"))

    assert (
        difference_sentence(lost.value.difference, numbers=True) == "Expected the entry for b saddle; yours is minimum."
    )


def test_an_expected_label_outside_of_its_own_list_is_a_mistake_of_the_rubric():
    with pytest.raises(ValueError, match="'maximum', is not among minimum, saddle"):
        assert_label("saddle", "maximum", among=("minimum", "saddle"))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (" Saddle_Point.", "saddle point", True),
        ("sharpminimum", "sharp minimum", True),
        ("ill conditioning", "ill-conditioning", True),
        ("-1", "1", False),
        ("at -1", "at 1", False),
        ("\u22121", "-1", True),
        ("\u20111", "-1", True),
        ("1 2", "12", False),
        ("1-2", "12", False),
        ("not able", "unable", False),
    ],
)
def test_blanks_and_hyphens_make_no_difference_in_a_label_but_the_sign_of_a_number_does(one, other, alike):
    label = exact_kinds.KINDS_BY_NAME["label"]

    assert label.same(one, other) is alike
    assert label.same(other, one) is alike


@pytest.mark.parametrize(
    ("answer", "label", "alike"),
    [
        (0.1, "0.1", True),
        (0, "0", True),
        (np.int64(2), "2", True),
        (0.2, "0.1", False),
        (True, "1", False),
        (0, "no", False),
    ],
)
def test_a_number_is_taken_for_the_label_that_it_is(answer, label, alike):
    assert exact_kinds.KINDS_BY_NAME["label"].same(answer, label) is alike
    if alike:
        assert_label(answer, label, among=(label, "something else"))
