"""`grader prepare`: everything that grading needs to know beforehand, made and kept."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import course_option, isolation_option
from grader.course.folder import find_course, require_reference
from grader.grading.banks import make_bank
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.grading.selftest import require_no_survivor
from grader.isolation import Isolation
from grader.sandbox.tiers import Backends


@click.command("prepare")
@click.argument("assignments", nargs=-1)
@click.option(
    "--out",
    default="out",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder that will be graded into.",
)
@course_option
@isolation_option
def command(assignments: tuple[str, ...], out: Path, course_folder: Path | None, isolation: str) -> None:
    """Record the reference and all known mistakes, so that the next run begins at once.

    Small changes of the reference are recorded as well, by which mistakes are described that nobody wrote down.

    ASSIGNMENTS are those that are prepared; all, if none is named.  What is wrong with a rubric is said here, before
    any hand-in is there.
    """
    course = find_course(course_folder)
    require_reference(course)
    with Backends(Isolation(isolation), hidden=True) as backends:
        ready: list[Prepared] = []
        for assignment in course.assignments(assignments):
            made = prepare(course, assignment, backends.having(assignment.packages), cache=out / ".cache")
            require_no_survivor(made)
            ready.append(made)
            calls, mistakes = len(made.key.plan.calls), len(made.mistakes)
            click.echo(f"{assignment.id}: {calls} calls, {mistakes} known mistakes, {made.rubric.max_points:g} points")
        for made in ready:  # at last, since it takes minutes: who stops it has all the rest
            click.echo(f"recording small changes of {made.assignment.id} …", err=True)
            make_bank(course, made, backends.having(made.assignment.packages))
