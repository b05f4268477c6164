"""What a student's file imports that is not there when it is graded.

At home the student's own file is read by Python's own parser; staff never do this with anybody's.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from grader.collect.stubs import code_cells
from grader.course.assignment import Assignment
from grader.records import SourceKind, Submission
from grader.sandbox.inside.imports import DRAWING

_ALWAYS = frozenset({"numpy", "grader", "__future__"}) | DRAWING
_MAGIC = ("%", "!", "?")


def missing_modules(submission: Submission, assignment: Assignment) -> list[str]:
    """Top names of the modules that are imported and will not be there, in order."""
    there = _ALWAYS | sys.stdlib_module_names | set(assignment.packages)
    return [name for name in dict.fromkeys(_imported(submission)) if name not in there]


def _imported(submission: Submission) -> Iterator[str]:
    for text in _texts(submission):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # that it does not load is told by the check
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def _texts(submission: Submission) -> Iterator[str | bytes]:
    """The file, or each cell of it without the lines that are none of Python's."""
    if submission.kind is SourceKind.PYTHON:
        yield submission.source
        return
    for cell in code_cells(submission.source) or []:
        yield "\n".join("" if line.lstrip().startswith(_MAGIC) else line for line in cell.splitlines())
