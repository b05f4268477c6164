"""A Python that is newer than the one that grades refuses what that one refuses, and evaluates what it evaluates."""

from __future__ import annotations
import __future__

import ast
import sys
import textwrap
from types import CodeType
from typing import Any

import pytest

from grader.sandbox.inside import as_graded
from grader.sandbox.inside.as_graded import Compiler

OLDER = Compiler((3, 8))


def evaluated_early(text: str) -> CodeType:
    tree = as_graded._EarlyAnnotations().visit(ast.parse(textwrap.dedent(text)))
    return compile(ast.fix_missing_locations(tree), "hand_in.py", "exec", dont_inherit=True)


@pytest.mark.parametrize(
    "text",
    [
        "def f(x: Missing): pass",
        "def f(*, x: Missing): pass",
        "def f(*x: Missing): pass",
        "def f(**x: Missing): pass",
        "def f() -> Missing: pass",
        "async def f() -> Missing: pass",
        "class A:\n    def f(self) -> Missing: pass",
        "class A:\n    x: Missing = 1",
        "x: Missing = 1",
        "def f():\n    def g() -> Missing: pass\nf()",
        "def f():\n    class A:\n        x: Missing\nf()",
        "if True:\n    def f() -> Missing: pass",
    ],
)
def test_annotations_are_evaluated_where_something_is_defined(text):
    line = text[: text.index("Missing")].count("\n") + 1

    with pytest.raises(NameError) as caught:
        exec(evaluated_early(text), {})

    assert caught.traceback[-1].lineno == line - 1  # counted from 0


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    x: Missing = 1\nf()",
        "def f(): pass\nf()",
        '"""Doc."""\nx = 1',
        "x: type(x) = 3",
        "import functools\n@functools.cache\ndef f(x: int = 1) -> float: return x\nf()",
    ],
)
def test_what_no_python_evaluates_is_left_alone(text):
    exec(evaluated_early(text), {})


def test_a_function_keeps_its_annotations_its_text_and_its_line():
    space: dict[str, Any] = {}
    exec(evaluated_early("\n\ndef f(x: int) -> float:\n    return x"), space)
    function = space["f"]

    assert function.__annotations__ == {"x": int, "return": float}
    assert function.__code__.co_firstlineno == 3


@pytest.mark.parametrize("text", ["if (n := 10) > 5: pass", "def f(a, /): pass", "match 3:\n    case 3: pass"])
def test_what_the_python_that_grades_does_not_take_is_refused_with_its_name(text):
    older = Compiler((3, 7))

    with pytest.raises(SyntaxError, match=r"the course is graded by Python 3\.7"):
        older.compile(text, "hand_in.py")
    Compiler().compile(text, "hand_in.py")


@pytest.mark.parametrize(
    "first", ["from __future__ import annotations", "from __future__ import division, annotations"]
)
def test_a_file_that_postpones_annotations_itself_is_left_alone(monkeypatch, first):
    monkeypatch.setattr(as_graded, "_LATE_ANNOTATIONS", sys.version_info[:2])
    later = "def f(x: Missing): pass"
    older = Compiler((3, sys.version_info.minor - 1))

    exec(older.compile(f"{first}\n{later}", "hand_in.py"), {})
    exec(older.compile(ast.parse(later), "hand_in.py", __future__.annotations.compiler_flag), {})
    with pytest.raises(NameError):
        exec(older.compile(later, "hand_in.py"), {})


@pytest.mark.parametrize(
    "text",
    [
        "f\"{d['x']}\"",
        'f"{1:{2}}"',
        'f"\\n{1}"',
        'f"""{d["x"]}\n"""',
        "f'{1!r}' \"{}\"",
        'f"""{\n1}"""',
        '# f"{d["x"]}"',
        "f\"{{'a'}}\"",
    ],
)
def test_f_strings_that_every_python_reads_are_taken(text):
    OLDER.compile(text, "hand_in.py")
