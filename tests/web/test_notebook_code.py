"""A notebook that is opened in the page: what counts of it when it is graded, as one file."""

from __future__ import annotations

import json

import pytest

from grader.release.notebook import written
from grader.web.notebook_code import code_of
from tests.whole_course import COURSE


def notebook(*cells: str, **metadata: object) -> bytes:
    told = [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"cells": told, "metadata": metadata, "nbformat": 4}).encode()


def text_of(*cells: str) -> str:
    return code_of(notebook(*cells), "momentum_step.py").text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("if wheels:\n    %pip install x\nelse:\n    y = 1", "if wheels:\n    pass\nelse:\n    y = 1\n"),
        ("X = (7\n   % 3)", "X = (7\n   % 3)\n"),
        ('text = """\n%not a magic\n"""', 'text = """\n%not a magic\n"""\n'),
        ("%%time\nx = 1", "x = 1\n"),
        ("x = !ls", "x = None\n"),
        ("%%writefile momentum_step.py\nx = 1", "x = 1\n"),
    ],
)
def test_magics_go_as_they_do_when_it_is_graded(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "other", ["%%grader plot\nplt.plot(1)", "%%bash\nls", "%%html\n<b>", "%%writefile else.py\nx = 2"]
)
def test_cells_of_something_else_are_left_out(other):
    assert text_of("x = 1", other) == "x = 1\n"


def test_a_cell_that_is_no_python_is_a_comment_and_costs_the_others_nothing():
    text = text_of("x = 1", "def f(:\n  return", "await g()", "y = 2")

    compile(text, "momentum_step.py", "exec")
    assert "# def f(:\n#   return\n" in text
    assert "# await g()\n" in text
    assert text.endswith("\n\n\ny = 2\n")


@pytest.mark.parametrize(
    ("source", "why_not"),
    [
        (b"{", "the notebook is not readable as JSON"),
        (b"[1]", "the notebook has no cells"),
        (notebook("x", kernelspec={"language": "R"}), "the code of this notebook is R, not Python"),
        (notebook("%%bash\nls"), ""),
        (notebook(), ""),
    ],
)
def test_what_holds_no_code_says_so(source, why_not):
    found = code_of(source, "momentum_step.py")

    assert found.text == ""
    assert found.why_not.startswith(why_not)
    assert bool(found.why_not) is bool(why_not)


@pytest.mark.parametrize("assignment", COURSE.assignments(), ids=lambda each: each.id)
def test_a_notebook_that_is_given_out_is_a_file_that_python_reads(assignment):
    found = code_of(written(assignment).encode(), f"{assignment.id}.py")

    compile(found.text, "given.py", "exec")
    assert all(f"def {function}(" in found.text for function in assignment.functions)
    assert "plt." not in found.text
