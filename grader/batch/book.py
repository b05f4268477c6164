"""The gradebook that goes with an output folder: nobody who only reads makes one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.batch.outputs import Outputs
from grader.collect.ids import meant_by, spellings
from grader.errors import UsageError, did_you_mean, unknown_student
from grader.gradebook.database import is_there
from grader.gradebook.entries import Kept
from grader.gradebook.store import Gradebook, open_gradebook
from grader.safe_text import visible


def require_gradebook(outputs: Outputs) -> None:
    """Raise `UsageError` where there is none yet."""
    if is_there(outputs.gradebook):
        return
    if outputs.book is None:
        raise UsageError(f"{outputs.root} holds no gradebook", remedy="name the folder that was graded into with --out")
    raise UsageError(
        f"{outputs.gradebook} holds no gradebook", remedy="`grader grade` or `grader roster import` makes it"
    )


@contextmanager
def existing_gradebook(outputs: Outputs) -> Iterator[Gradebook]:
    """It, open.  Raises `UsageError` where there is none yet."""
    require_gradebook(outputs)
    gradebook = open_gradebook(outputs.gradebook)
    try:
        yield gradebook
    finally:
        gradebook.close()


def gradebook_remark(outputs: Outputs) -> str:
    """Make the gradebook, or bring it up to now: what a person should know of where it lies; often nothing."""
    gradebook = open_gradebook(outputs.gradebook)
    gradebook.close()
    return gradebook.remark


def grades_of_student(student: str, assignment: str, gradebook: Gradebook) -> list[Kept]:
    """Every grade of a student that is kept, the newest first, however the id was spelt.

    Raises `UsageError` where there is none.
    """
    for each in dict.fromkeys((student, *sorted(spellings(student)))):
        if each and (found := gradebook.grades_of(assignment, each)):
            return found
    known = list(gradebook.latest())
    assignments = sorted({each for _, each in known})
    raise UsageError(
        f"no grade of {visible(student, 120)!r} for {visible(assignment, 80)} is kept",
        remedy=unknown_student(student, (name for name, each in known if each == assignment))
        if assignment in assignments or not assignments
        else did_you_mean(assignment, assignments),
    )


def ids_of_student(student: str, gradebook: Gradebook, outputs: Outputs) -> list[str]:
    """Under which ids a student is known there, however the id was spelt.  Raises `UsageError` where nothing is."""
    known = {name for name, _ in gradebook.latest()}
    found = meant_by(student, known)
    if not found:
        raise UsageError(
            f"nothing is known of the student {visible(student, 120)!r} in {outputs.gradebook}",
            remedy=unknown_student(student, sorted(known)),
        )
    return found
