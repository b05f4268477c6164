"""What only the author of an assignment can have done wrong, found before anything is graded, each with its place."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator

from grader.course.assignment import Assignment
from grader.course.staff_files import staff_text
from grader.errors import RubricError
from grader.records import Call, Ending, Outcome, Why
from grader.rubric.answer_key import AnswerKey
from grader.rubric.criteria import Rubric
from grader.rubric.judge import judge
from grader.rubric.rubric_files import collect


def stub_troubles(assignment: Assignment) -> Iterator[str]:
    """A sentence where the stub is not Python, and for each function that it lacks."""
    shown = f"assignments/{assignment.id}/stub.py"
    try:
        tree = ast.parse(staff_text(assignment.folder / "stub.py"))
    except SyntaxError as trouble:
        yield f"{shown} is not valid Python in line {trouble.lineno}: {trouble.msg}"
        return
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for function in assignment.functions:
        if function not in defined:
            yield f"{shown} has no function {function}, which assignment.toml names"


def require_no_chance(assignment: Assignment, key: AnswerKey) -> None:
    """Raise `RubricError` where the rubric, read a second time, asks something else than the first time."""
    rubric = collect(assignment)

    def answer(call: Call) -> Outcome:
        return key.reference.outcomes.get(call, _UNASKED)

    again = [judge(each, key.casebook.cases(each), rubric.functions, answer, answer) for each in rubric.judged]
    if any(judgement.lost for judgement in again):
        raise RubricError(
            f"the rubric of {assignment.id} asks something else each time that it is read: there is chance in it",
            remedy="write the numbers down, or draw them by @cases, which keeps what was drawn",
        )


_UNASKED = Outcome(Ending.NOT_RUN, why=Why.NOT_RECORDED)


def bare_asserts(rubric: Rubric) -> Iterator[str]:
    """A sentence for each criterion that compares by a bare `assert`, and with what it could."""
    for criterion in rubric.judged:
        try:
            lines, first = inspect.getsourcelines(criterion.function)
            tree = ast.parse(textwrap.dedent("".join(lines)))
        except (OSError, SyntaxError):  # made by a function, as those of a quiz
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert):
                yield (
                    f"criterion {criterion.id} has a bare assert in line {first + node.lineno - 1}: it cannot say what "
                    "differs, and breaks on answers of another form; use assert_close, assert_exact or their like"
                )
                break
