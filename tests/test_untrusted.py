"""Text of students, made fit to be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.untrusted import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gradient_descent.py", "gradient_descent.py"),
        ("naïve Größe λ 学生", "naïve Größe λ 学生"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("evil\u202egpj.exe", "evil\\u202egpj.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("one\ntwo\rthree\tfour\x00", "one\\ntwo\\rthree\\tfour\\x00"),
        ("line\u2028separator", "line\\u2028separator"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_cannot_be_seen_becomes_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_printed_text_keeps_its_lines_and_tabs() -> None:
    assert visible("a\r\nb\tc\rd\x07", lines=True) == "a\nb\tc\\rd\\x07"


def test_a_tower_of_accents_is_cut_down() -> None:
    assert visible("e" + "\u0301" * 5) == "e\u0301\u0301\u0301\\u0301\\u0301"


def test_what_is_left_out_is_said() -> None:
    assert visible("abcdef", 4) == "abc…"


@given(st.text(), st.integers(1, 50), st.booleans())
def test_nothing_invisible_and_nothing_too_long_comes_out(text: str, limit: int, lines: bool) -> None:
    shown = visible(text, limit, lines=lines)

    assert len(shown) <= limit
    assert all(unicodedata.category(character)[0] != "C" or character in "\n\t" for character in shown)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=100))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(st.text(), st.booleans())
def test_showing_twice_changes_nothing(text: str, lines: bool) -> None:
    once = visible(text, 10_000, lines=lines)

    assert visible(once, 10_000, lines=lines) == once
