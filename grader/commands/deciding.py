"""What `override` and `comment` share: whose grade it is, or whose grades, and by whom it is decided."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from grader.batch.behaviour import wrong_behaviour
from grader.batch.book import existing_gradebook, grades_of_student
from grader.batch.outputs import Outputs
from grader.batch.overrides import bring_in, require_agreement, require_possible
from grader.course.overrides_file import Overrides, read_overrides
from grader.errors import UsageError, did_you_mean
from grader.gradebook.store import Gradebook, open_gradebook
from grader.grading.prepared import Prepared
from grader.records import Decision, Grade
from grader.safe_text import visible

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def decide(outputs: Outputs, student: str, assignment: str, make: Callable[[Gradebook, Grade], None]) -> None:
    """Let something be decided of the newest grade of a student.  Raises `UsageError` where there is none.

    A run that is at work meanwhile is not waited for: what is decided is kept beside its grades.
    """
    with existing_gradebook(outputs) as gradebook:
        make(gradebook, grades_of_student(student, assignment, gradebook)[0].grade)


def take_overrides(
    path: Path | None,
    outputs: Outputs,
    prepared: Mapping[str, Prepared],
    others: Collection[str],
    students: Iterable[str] = (),
    *,
    dry_run: bool = False,
) -> None:
    """Bring what the file says into the gradebook, or nothing where a part of it cannot be.  Raises `UsageError`."""
    said = Overrides() if path is None else read_overrides(path)
    gradebook = open_gradebook(outputs.gradebook)
    try:
        if path is not None:
            known = {name for name, _ in gradebook.latest()} | {each.student for each in gradebook.people()}
            require_possible(path, said, prepared, others, known | set(students))
            require_agreement(path, said, gradebook)
        if not dry_run:
            bring_in(said, gradebook)
    finally:
        gradebook.close()


def decide_for_group(outputs: Outputs, key: str, made: Decision) -> tuple[tuple[str, ...], str]:
    """Decide the same of all who are wrong alike in one function; who they are, and the assignment.

    Raises `UsageError` for a key that no group has by now.
    """
    with existing_gradebook(outputs) as gradebook:
        grades = [entry.grade for entry in gradebook.latest().values()]
        behaviours = wrong_behaviour(gradebook, grades)
        members = sorted(at for at, of in behaviours.items() if any(each.key == key.strip() for each in of.values()))
        if not members:
            raise UsageError(
                f"nobody's newest grade is in a group {visible(key, 40)!r}",
                remedy="take the key from the class page; it is another one once the rubric or the answers are others",
            )
        students, assignment = tuple(student for student, _ in members), members[0][1]
        if made.criterion:
            grade = next(each for each in grades if (each.student, each.assignment) == members[0])
            require_criterion(grade, made.criterion)
        gradebook.decide_for(students, assignment, made)
    return students, assignment


def require_criterion(grade: Grade, criterion: str) -> None:
    """Raise `UsageError` for a criterion that the grade has not."""
    known = [each.id for each in grade.judgements]
    if criterion not in known:
        raise UsageError(
            f"{grade.assignment} has no criterion {visible(criterion, 80)!r}", remedy=did_you_mean(criterion, known)
        )


def decision(criterion: str, points: float | None, text: str, author: str, rests_on: str = "") -> Decision:
    """What is decided now; by whoever is logged in, where nobody is named."""
    return Decision(criterion, points, text, author or getpass.getuser(), datetime.now(UTC), rests_on)
