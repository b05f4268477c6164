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
    assert remarks("def f(a):\n" + textwrap.indent(body, "    ")) == []


def test_a_second_definition_is_told_with_its_cell_and_overloads_mean_it():
    texts = {"a.ipynb#cell-1": "def f(): return 1", "a.ipynb#cell-3": "x = 1\ndef f(): return 2"}

    assert code_remarks(texts) == (CodeRemark("f", Why.DEFINED_AGAIN, 2, 3),)
    assert remarks("@overload\ndef f(): ...\ndef f(): return 1") == []


@pytest.mark.parametrize("text", ["def f(:", "(" * 5000, "x" * 300_000, "\0"])
def test_what_cannot_be_read_tells_nothing(text):
    assert code_remarks({"a.py": text}) == ()
