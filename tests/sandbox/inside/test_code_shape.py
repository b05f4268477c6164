"""What the shape of the code tells of a function, and where it tells nothing."""

from __future__ import annotations

import textwrap

import pytest

from grader.records import CodeRemark, Why
from grader.sandbox.inside.code_shape import code_remarks


def remarks(text: str) -> list[tuple[Why, int]]:
    return [(each.why, each.line) for each in code_remarks({"a.py": textwrap.dedent(text).strip()})]


def test_the_one_return_in_a_loop_is_told():
    assert remarks("""
        def f(steps):
            for t in range(steps):
                x = t
                return x
    """) == [(Why.RETURN_IN_LOOP, 4)]


def test_returns_on_branches_alone_are_told():
    assert remarks("""
        def f(steps):
            if steps > 3:
                return 1
            elif steps > 1:
                return 2
    """) == [(Why.RETURN_ON_BRANCH, 3)]


@pytest.mark.parametrize(
    "body",
    [
        "return 1",
        "if a:\n    return 1\nelse:\n    return 2",
        "while True:\n    if a:\n        return 1",
        "if a:\n    return 1\nfor x in a:\n    return 2",
        "for x in a:\n    if x:\n        return x",
        "if a:\n    return 1\nmatch a:\n    case _:\n        return 2",
        "if a:\n    return 1\ntry:\n    return 2\nexcept ValueError:\n    return 3",
        "with a:\n    return 1",
        "def inner():\n    for x in a:\n        return x\nreturn inner()",
        "print(a)",
        "for x in a:\n    if x:\n        return x\nreturn None",
    ],
)
def test_where_it_is_not_plain_nothing_is_told(body):
    told = remarks("def f(a):\n" + textwrap.indent(body, "    "))

    assert not {Why.RETURN_IN_LOOP, Why.RETURN_ON_BRANCH}.intersection(why for why, _ in told)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("return", (Why.RETURN_BARE, 2, "")),
        ("if a:\n    return\nreturn 1", (Why.RETURN_BARE, 3, "")),
        ("return None", (Why.RETURN_BARE, 2, "")),
        ("if a:\n    return None\nelse:\n    return None", (Why.RETURN_BARE, 5, "")),
        ("if a:\n    return None\nreturn 1", (Why.RETURN_NONE, 3, "")),
        ("rows = []\nreturn rows.append(a)", (Why.RETURN_OF_NOTHING, 3, "append")),
        ("for x in a:\n    return rows.append(x)", (Why.RETURN_OF_NOTHING, 3, "append")),
        ("return print(a)", (Why.RETURN_OF_NOTHING, 2, "print")),
        ("return np.append(a, 1)", (Why.RETURN_THERE, 2, "")),
        ("return helper(a)", (Why.RETURN_OF_HELPER, 2, "helper")),
        ("while True:\n    try:\n        return 1\n    finally:\n        pass", (Why.RETURN_THERE, 4, "")),
        ("match a:\n    case _:\n        return 2", (Why.RETURN_THERE, 4, "")),
    ],
)
def test_where_there_is_a_return_it_is_told_what_it_comes_to(body, why):
    text = "def f(a):\n" + textwrap.indent(body, "    ") + "\ndef helper(a):\n    print(a)\n"

    assert [(each.why, each.line, each.said) for each in code_remarks({"a.py": text}) if each.function == "f"] == [why]


def test_where_there_is_no_return_nothing_is_told_of_it():
    assert remarks("def f(a):\n    def inner():\n        return a\n    print(a)") == []


def test_a_second_definition_is_told_with_its_cell_and_overloads_mean_it():
    texts = {"a.ipynb#cell-1": "def f(): return 1", "a.ipynb#cell-3": "x = 1\ndef f(): return 2"}

    assert CodeRemark("f", Why.DEFINED_AGAIN, 2, 3) in code_remarks(texts)
    assert Why.DEFINED_AGAIN not in dict(remarks("@overload\ndef f(): ...\ndef f(): return 1"))


@pytest.mark.parametrize("text", ["def f(:", "(" * 5000, "x" * 300_000, "\0"])
def test_what_cannot_be_read_tells_nothing(text):
    assert code_remarks({"a.py": text}) == ()
