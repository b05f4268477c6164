"""The code cells of an assignment's notebook, as it is given out.

Both sides take them from here: who writes the notebook, and who looks whether anything was written in one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec

from grader.course.assignment import Assignment

COLAB = "colab.zip"  # one file to upload, where a notebook lies in no pack
PLOT = "plot.py"  # of an assignment that has one: what its notebook draws of the student's functions

# Where the grader is installed and the assignments are there, nothing of it is done.
_SETUP = f"""\
# Brings the grader and its assignments where they are not, as in Colab. Elsewhere this does nothing.
from importlib.util import find_spec
from pathlib import Path
from shutil import unpack_archive

if Path("{COLAB}").exists() and not Path("assignments").is_dir():
    unpack_archive("{COLAB}")
if find_spec("grader") is None:
    wheels = sorted(Path().glob("**/descent_grader-*.whl"))
    if wheels:
        %pip install --quiet {{wheels[-1]}}
    else:
        print("The grader is not here yet: upload {COLAB} from your pack beside this notebook, then run this again.")
"""
_CHECK = """\
%load_ext grader
%grader {assignment}
"""
_PLOT = """\
%%grader plot
{code}
"""
_IMPORTS = "import numpy as np"


class GivenCells(msgspec.Struct, frozen=True):
    """What the code cells hold: a function of the student's each, and those around them."""

    setup: str
    imports: str
    functions: dict[str, str]
    check: str
    plot: str  # empty where an assignment has nothing to draw

    def __iter__(self) -> Iterator[str]:
        """Each of them, from the top of the notebook to its end."""
        yield from (self.setup, self.imports, *self.functions.values(), self.check, self.plot)


def given_cells(assignment: Assignment) -> GivenCells:
    """The code cells of an assignment's notebook in which nothing is written yet."""
    functions, rest = _parts((assignment.folder / "stub.py").read_text(encoding="utf-8-sig"))
    plot = assignment.folder / PLOT
    code = plot.read_text(encoding="utf-8-sig").strip() if plot.is_file() else ""
    return GivenCells(
        setup=_SETUP.strip(),
        imports="\n".join(rest) or _IMPORTS,
        functions=functions,
        check=_CHECK.format(assignment=assignment.id).strip(),
        plot=_PLOT.format(code=code).strip() if code else "",
    )


def _parts(stub: str) -> tuple[dict[str, str], list[str]]:
    """The text of each function, and of each other statement, without remarks to those who read our own code."""
    functions: dict[str, str] = {}
    rest = []
    for node in ast.parse(stub).body:
        text = "\n".join(stub.splitlines()[_first_line(node) - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef):
            functions[node.name] = text
        elif not _is_docstring(node):
            rest.append(text.partition("  # noqa")[0])
    return functions, rest


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return min(node.lineno, *(each.lineno for each in decorators)) if decorators else node.lineno


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
