"""In Gradescope's container: `python -m grader.commands.gradescope ROOT`, or `--check SOURCE` while it is built.

What is printed here is for staff: Gradescope keeps it from students.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.autograder.harness import grade_hand_in, the_assignment
from grader.errors import GraderError
from grader.grading.prepare import prepare
from grader.isolation import Isolation
from grader.records import Grade
from grader.safe_text import visible, without_orders
from grader.sandbox.tiers import open_backend
from grader.surroundings import put_right

_LONGEST = 2000


def main(arguments: list[str]) -> int:
    """Run, and end with an exit code: 0 where there is a result."""
    put_right()
    try:
        if arguments[:1] == ["--check"]:
            _say(check(Path(arguments[1])))
        else:
            _say(_graded(grade_hand_in(Path(arguments[0]))))
    except GraderError as trouble:
        _say(f"{trouble.problem}; {trouble.remedy}" if trouble.remedy else trouble.problem)
        return trouble.exit_code
    return 0


def check(source: Path) -> str:
    """Whether hand-ins can be graded here, in a sentence.  Raises `GraderError` where they cannot."""
    course, assignment = the_assignment(source)
    with open_backend(Isolation.AUTO, packages=assignment.packages, hidden=True) as backend:
        prepared = prepare(course, assignment, backend)
        return f"{assignment.id}: {len(prepared.rubric.criteria)} criteria; student code is isolated as {backend.tier}"


def _graded(grade: Grade) -> str:
    made = grade.conditions
    held = "" if made is None else f" ({made.tier}: {', '.join(made.layers)}; Python {made.python}, NumPy {made.numpy})"
    return f"{grade.assignment}: {grade.status}, {grade.score:g} of {grade.max_score:g}{held}"


def _say(line: str) -> None:
    click.echo(without_orders(visible(line, _LONGEST)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
