"""A student's id is the name people have; what cannot be seen is written out, and can be worked back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.collect.ids import is_text, is_too_long, spellings, student_id
from grader.safe_text import visible

AS_PEOPLE_HAVE_THEM = [
    "ada",
    "s01234",
    "ada.lovelace@example.org",
    "a+b",
    "Müller, Ana",
    "O'Brien",
    "Ōno (2)",
    "[group 7]",
    "हिन्दी",
    "ไทย",
    "山田\u3000太郎",
    "-rf",
    "=1+1",
    "a..b",
    "::error::",
    "C: drive",
]


@pytest.mark.parametrize("name", AS_PEOPLE_HAVE_THEM)
def test_a_name_as_people_have_it_is_the_id(name):
    assert student_id(name) == name


@pytest.mark.parametrize("name", ["Ōno", "Müller, Ana", "é\u0323"])
def test_accents_written_in_two_ways_are_one_person(name):
    spelled = {student_id(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")}

    assert len(spelled) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\\b", "a\\x5cb"),
        ("ada\ufe0f", "ada\\ufe0f"),
        ("ada\u3164", "ada\\u3164"),
        ("a\u200bb", "a\\u200bb"),
        ("ada\U000e0100", "ada\\U000e0100"),
        ("a\u00a0b", "a\\u00a0b"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_cannot_be_seen_is_written_out(name, shown):
    assert student_id(name) == shown


@given(st.text(max_size=60))
@example("a" + 100 * "\u0301")
def test_an_id_shows_as_it_stands(name):
    identity = student_id(name)

    assert visible(identity, 1000) == identity
    assert identity.encode() or not name


@given(st.text(max_size=40), st.text(max_size=40))
@example("a\u202eb", "a\\u202eb")
@example("a\nb", "a\\nb")
def test_names_keep_apart(one, other):
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)

    assert (student_id(one) == student_id(other)) == same


@given(st.text(max_size=40))
def test_a_student_is_found_by_the_name_and_by_what_is_shown_of_it(name):
    assert student_id(name) in spellings(name)
    assert student_id(name) in spellings(student_id(name))


def test_a_name_that_could_not_be_decoded_is_no_text():
    assert is_text("Zoë")
    assert not is_text("Z\udcff")


def test_a_name_that_no_disk_can_hold_is_too_long_and_still_another_for_another():
    one, other = "x" * 300, "x" * 301

    assert is_too_long(one)
    assert not is_too_long("字" * 80)
    assert student_id(one) != student_id(other)
    assert not is_too_long(student_id(one))
