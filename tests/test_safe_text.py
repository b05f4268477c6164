"""Text of students, made fit to be shown."""

from __future__ import annotations

import re
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.safe_text import json_without_orders, visible, visible_lines, without_orders


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


@pytest.mark.parametrize(
    "order", ["::error::boo", "  ::warning file=a::b", "\t::set-output", "\x1b[31m ::error::", "x\n::y::z"]
)
def test_no_line_begins_like_an_order_to_a_runner(order: str) -> None:
    bare = re.sub(r"\x1b\[[0-9;]*m", "", without_orders(order))

    assert not [line for line in bare.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize(
    "order",
    [
        "##[error]x",
        "<|--",
        "--|>",
        "Grade :=>> 10",
        "<|--|>",
        "x ##[##[ :=>>:=>>",
        "##vso[task.x]",
        "a###teamcity[b",
        "##a.b-c[",
    ],
)
def test_no_line_holds_an_order_that_is_one_anywhere(order: str) -> None:
    safe = without_orders(order)

    assert not re.search(r"##[\w.-]*\[|<\|--|--\|>|:=>>", safe)


@given(st.text('#[: \nax.<|->=\\"'))
def test_json_without_orders_reads_the_same(text: str) -> None:
    safe = json_without_orders(msgspec.json.encode([text]))

    assert not re.search(rb"##[\w.-]*\[|<\|--|--\|>|:=>>", safe)
    assert msgspec.json.decode(safe) == [text]


@given(st.lists(st.text(alphabet=st.sampled_from("ab \t\x00\u0301\u202e\u2028é€"), max_size=9)), st.integers(0, 7))
def test_lines_are_shown_together_as_each_is_by_itself(lines: list[str], limit: int) -> None:
    assert visible_lines(lines or [""], limit) == [visible(line, limit) for line in lines or [""]]


@given(st.text("#[: \nax.<|->="))
def test_text_without_orders_stays_so_and_says_the_same(text: str) -> None:
    safe = without_orders(text)

    assert without_orders(safe) == safe
    assert not re.search(r"##[\w.-]*\[|<\|--|--\|>|:=>>", safe)
    assert safe.replace(" ", "") == text.replace(" ", "")
