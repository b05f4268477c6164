"""`grader export gradescope-autograder`: the zip that Gradescope runs for each hand-in."""

from __future__ import annotations

from pathlib import Path

import click

from grader.autograder.archive import autograder_zip
from grader.batch.outputs import write_page
from grader.course.folder import find_course, require_reference
from grader.errors import StorageError, UsageError
from grader.grading.prepare import prepare
from grader.grading.selftest import require_no_survivor
from grader.isolation import Isolation
from grader.sandbox.tiers import open_backend


def write_autograder(assignment_id: str | None, course_folder: Path | None, target: Path | None) -> None:
    """Record the answers to one assignment, and write the zip whole or not at all."""
    if assignment_id is None or target is None:
        raise UsageError(
            "an autograder is for one assignment, and is a file to upload",
            remedy="as in: grader export gradescope-autograder --assignment momentum_step --to autograder.zip",
        )
    course = find_course(course_folder)
    require_reference(course)
    assignment = course.assignment(assignment_id)
    click.echo(f"recording the answers to {assignment.id} …", err=True)
    # The reference alone is run, which is ours: a Mac, too, can make the zip.
    with open_backend(Isolation.AUTO, packages=assignment.packages, hidden=False) as backend:
        prepared = prepare(course, assignment, backend, cache=course.cache).with_all_rulings(lambda: backend)
    require_no_survivor(prepared)
    data = autograder_zip(prepared)
    try:
        write_page(target, data)
    except OSError as trouble:
        raise StorageError(f"{target} cannot be written: {trouble.strerror}", remedy="name another file") from trouble
    click.echo(
        f"{target}: {len(data) >> 10} KiB, with {len(prepared.rubric.criteria)} criteria and what they expect. "
        "It is for Gradescope, and for no student."
    )
