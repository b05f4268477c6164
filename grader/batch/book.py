"""The gradebook that goes with an output folder: nobody who only reads makes one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.batch.outputs import Outputs
from grader.collect.ids import spellings
from grader.errors import UsageError, unknown_student
from grader.gradebook.database import is_there
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


def ids_of_student(student: str, gradebook: Gradebook, outputs: Outputs) -> list[str]:
    """Under which ids a student is known there, however the id was spelt.  Raises `UsageError` where nothing is."""
    known = {name for name, _ in gradebook.latest()}
    found = sorted(name for name in known if spellings(name) & spellings(student))
    if not found:
        raise UsageError(
            f"nothing is known of the student {visible(student, 120)!r} in {outputs.gradebook}",
            remedy=unknown_student(student, sorted(known)),
        )
    return found
