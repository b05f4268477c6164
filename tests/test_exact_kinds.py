"""A kind of answer that is compared exactly: a row and a noun, and all the rest of the way follows."""

from __future__ import annotations

import numpy as np
import pytest

from grader import exact_kinds
from grader.diagnosis import known_mistakes
from grader.exact_kinds import ExactKind
from grader.records import DifferenceKind, Why
from grader.reports.exhibits import numbers
from grader.rubric.assertions import Lost, assert_close, assert_exact
from grader.sandbox import values
from grader.words import differences
from grader.words.differences import difference_sentence

TRUTH = ExactKind("truth_value", lambda value: bool(value) if type(value) in {bool, np.bool_} else None, code=16)
LABEL = ExactKind("label", lambda value: value.strip().lower() if type(value) is str else None, code=17)


@pytest.fixture
def _two_more_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_kinds, "KINDS", (*exact_kinds.KINDS, TRUTH, LABEL))
    monkeypatch.setitem(differences.EXACT_KINDS, "truth_value", "a truth value")
    monkeypatch.setitem(differences.EXACT_KINDS, "label", "a word")


@pytest.mark.usefixtures("_two_more_kinds")
@pytest.mark.parametrize(
    ("answer", "arrives"), [(True, True), (np.False_, False), (" Saddle", "saddle"), ({"a": (True, 1.0)}, None)]
)
def test_a_value_travels_alone_and_among_others(answer, arrives):
    assert values.decode_value(values.encode_value(answer)) == (answer if arrives is None else arrives)


@pytest.mark.parametrize("answer", [True, "saddle"])
def test_without_the_row_it_is_refused_by_name(answer):
    with pytest.raises(values.Refused) as refused:
        values.encode_value(answer)

    assert refused.value.outcome.why in {Why.TRUTH_VALUE, Why.STRING}


@pytest.mark.usefixtures("_two_more_kinds")
@pytest.mark.parametrize(
    ("code", "content"), [(16, 1), (16, "yes"), (17, "Saddle"), (17, True), (18, True), (16, [True])]
)
def test_bytes_that_no_value_of_the_kind_makes_are_refused(code, content):
    encoder = values._ENCODER
    forged = encoder.encode(values._extension(code, content))

    with pytest.raises(values.WireError):
        values.decode_value(forged)


@pytest.mark.usefixtures("_two_more_kinds")
@pytest.mark.parametrize(
    ("got", "want", "said"),
    [
        (False, True, "Expected True; yours is False."),
        (1, True, "Expected an answer as a truth value; yours is 1."),
        (True, 1, "Expected an answer as a whole number; yours is True."),
        ("minimum", "saddle", "Expected saddle; yours is minimum."),
        (["saddle"], "saddle", "Expected an answer as a word; yours is a list."),
        ({"a": True, "b": 3}, {"a": True, "b": 4}, "Expected the entry for b 4; yours is 3."),
    ],
)
def test_it_is_compared_and_said(got, want, said):
    with pytest.raises(Lost) as lost:
        assert_exact(got, want)

    assert difference_sentence(lost.value.difference, numbers=True) == said
    assert str(want) not in difference_sentence(lost.value.difference, numbers=False)


@pytest.mark.usefixtures("_two_more_kinds")
def test_a_right_value_holds_and_is_no_number_where_numbers_are_asked_for():
    assert_exact(np.True_, True)
    assert_exact("SADDLE ", "saddle")
    with pytest.raises(Lost) as lost:
        assert_close([True, 2.0], [1.0, 2.0])

    assert lost.value.difference.kind is DifferenceKind.NOT_A_NUMBER
    for got, shown in ((True, "True"), ("saddle", "'saddle'")):
        with pytest.raises(Lost) as lost:
            assert_close(got, 1.0)
        assert f"as numbers; yours is {shown}." in difference_sentence(lost.value.difference, numbers=True)


@pytest.mark.usefixtures("_two_more_kinds")
def test_a_mistake_that_answers_with_a_number_is_not_one_that_answers_with_a_truth_value():
    assert known_mistakes._same_values(True, True, None)
    assert not known_mistakes._same_values(1, True, None)
    assert not known_mistakes._same_values(True, 1.0, None)
    assert not known_mistakes._same_values({"a": "saddle"}, {"a": "minimum"}, None)


@pytest.mark.usefixtures("_two_more_kinds")
def test_a_table_shows_it_as_it_is():
    rows = [numbers._row(part, None) for part in numbers._parts((True, "saddle", 1), (True, "minimum", False))]

    assert [row.cells[1:] for row in rows] == [
        ("True", "True", "–"),
        ("saddle", "minimum", "another"),
        ("1", "False", "another kind"),
    ]
