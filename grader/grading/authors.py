"""What only the author of an assignment can have done wrong, found before anything is graded, each with its place."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.course.staff_files import staff_files, staff_text
from grader.diagnosis.agreement import agrees
from grader.errors import AssignmentError, RubricError
from grader.records import Call, Ending, Outcome, Transcript, Why
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


def given_away(course: Course, assignment: Assignment) -> Iterator[str]:
    """A sentence for each function that the stub has as the reference, or another right way, has it."""
    ways = (variants.solution(course, assignment), *(each.submission for each in variants.accepted(course, assignment)))
    right = [_bodies(each.source.decode("utf-8", errors="replace")) for each in ways]
    for function, body in _bodies(staff_text(assignment.folder / "stub.py")).items():
        if function in assignment.functions and any(body == each.get(function) for each in right):
            yield f"assignments/{assignment.id}/stub.py has {function} as the reference has it"


def unread_files(course: Course, assignment: Assignment) -> Iterator[str]:
    """A sentence for each program beside the solution that lies where nobody looks, as below `mistake/`."""
    folder = course.reference / assignment.id
    read = {folder / "solution.py", *folder.glob("accepted/*.py"), *folder.glob("mistakes/*/*.py")}
    for path in staff_files(folder, "**/*.py"):
        place = path.relative_to(folder)
        if path not in read and not any(part.startswith((".", "__")) for part in place.parts):
            yield (
                f"reference/{assignment.id}/{place.as_posix()} is read by nobody: a known mistake lies in "
                "mistakes/<function>/, another right way in accepted/"
            )


def _bodies(text: str) -> dict[str, str]:
    """What each function of a file does, without docstring and layout; nothing of what is no Python."""
    try:
        functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    except SyntaxError:
        return {}
    described = {each.name: each.body[1:] if ast.get_docstring(each) is not None else each.body for each in functions}
    return {name: "\n".join(map(ast.dump, body)) for name, body in described.items()}


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


def require_same_again(assignment: Assignment, key: AnswerKey, again: Transcript) -> None:
    """Raise `AssignmentError` where the reference, asked the same in another order, answers otherwise."""
    for call in key.plan.calls:
        then, now = key.reference.outcomes[call], again.outcomes.get(call, _UNASKED)
        if then.ending is Ending.VALUE and not agrees(call, now, then):
            raise AssignmentError(
                f"`{call.function}` of reference/{assignment.id}/solution.py answers otherwise when the same is asked "
                "in another order: it draws chance, looks at the clock, or remembers what was asked before",
                remedy="have each answer hang on the arguments alone; chance is drawn of a seed that is an argument",
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
