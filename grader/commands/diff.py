"""`grader diff`: whose score moved between the last two grades that are kept of each hand-in."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from grader.batch.book import existing_gradebook, ids_of_student
from grader.batch.outputs import Outputs
from grader.batch.publishing import since_published
from grader.commands.changes import say_changes
from grader.commands.options import course_option, gradebook_option
from grader.course.folder import find_course
from grader.gradebook.address import Address
from grader.gradebook.store import Gradebook
from grader.grading.changes import Change, change_between


@click.command("diff")
@click.argument("student", required=False)
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
@click.option("--published", is_flag=True, help="Compare with what students see.")
@course_option
def command(
    student: str | None,
    out: Path,
    book: Address | None,
    chosen: tuple[str, ...],
    published: bool,
    course_folder: Path | None,
) -> None:
    """List whose score moved, by which criterion and why.

    Compares the last two grades that the gradebook keeps of each hand-in, or those of STUDENT alone; with --published,
    what is there now with what `grader publish` had students see.
    """
    assignments = [each.id for each in find_course(course_folder).assignments(chosen)]
    outputs = Outputs(out, book=book)
    with existing_gradebook(outputs) as gradebook:
        students = ids_of_student(student, gradebook, outputs) if student else [""]
        if published and not gradebook.published():
            click.echo("nothing was published yet: `grader publish` does", err=True)
        if published:
            changes = [change for each in students for change in since_published(gradebook, assignments, each)]
        else:
            changes = [change for each in assignments for one in students for change in _changes(gradebook, each, one)]
    say_changes(changes)
    if not changes:
        click.echo("nothing moved")


def _changes(gradebook: Gradebook, assignment: str, student: str) -> list[Change]:
    found = []
    for _, kept in groupby(gradebook.given(assignment, student), lambda each: each.grade.student):
        after, *before = kept
        if before and (change := change_between(before[0].grade, after.grade)) is not None:
            found.append(change)
    return found
