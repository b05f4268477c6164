"""Which names may be a student's id, and what stands for those that may not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.ids import is_student_id, safe_id


@pytest.mark.parametrize(
    "name",
    [
        "ada",
        "s01234",
        "ada.lovelace@example.org",
        "a+b",
        "7",
        "Ōno",
        unicodedata.normalize("NFD", "Ōno"),
        "हिन्दी",
        "ไทย",
        "a" * 100,
    ],
)
def test_a_name_of_any_script_is_an_id(name):
    assert is_student_id(name)
    assert safe_id(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden",
        "-rf",
        "_x",
        "a/b",
        "a\\b",
        "a..b",
        "a\u0301..b",
        "a.\u0301.b",
        "\u0301a",
        "a b",
        "a\n",
        "a\u202eb",
        "a\u200bb",
        "a" * 101,
        "a" + 100 * "\u0301",
        "=1+1",
        "a\u20dd",
        "ada\ufe0f",
        "ada\u034f",
        "ada\U000e0100",
        "ada\u3164",
        "ada\u0301\u0301\u0301\u0301",
        67 * "字",
        67 * "\u0915" + "\u093e",
    ],
)
def test_a_name_that_is_a_path_a_formula_or_a_trick_is_none(name):
    assert not is_student_id(name)


@given(st.text())
def test_a_stand_in_is_an_id_itself(name):
    assert is_student_id(safe_id(name))


@given(st.text(), st.text())
def test_names_keep_apart(one, other):
    assert (safe_id(one) == safe_id(other)) == (one == other)
