"""`grader forget`: everything about one student goes."""

from __future__ import annotations

from pathlib import Path

import click

from grader.batch.forgetting import Forgotten, forget
from grader.batch.outputs import Outputs
from grader.commands.options import course_option, gradebook_option
from grader.course.folder import find_course
from grader.gradebook.address import Address
from grader.safe_text import visible, without_orders

_NOT_TOUCHED = (
    "neither the hand-in, a class list nor a backup is touched: remove these too, or the next run, import or copy that "
    "is put back brings it back"
)


@click.command("forget")
@click.argument("student")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@course_option
def command(student: str, out: Path, book: Address | None, course_folder: Path | None) -> None:
    """Remove everything that is kept about one student.

    From OUT and the gradebook go STUDENT's grades and pages, the rows in results.json and the class page, the entry
    on the roster, and every recording that nobody else's grade rests on.  Nothing else is touched: not the hand-in, no
    class list, no backup, nothing handed on.
    """
    assignments = find_course(course_folder).assignments()
    gone = forget(student, Outputs(out, book=book), assignments)
    click.echo(without_orders(f"{visible(student, 120)} is forgotten: {_counted(gone)}"))
    click.echo(_NOT_TOUCHED, err=True)


def _counted(gone: Forgotten) -> str:
    counts = (
        (gone.grades, "grade", "in the gradebook"),
        (gone.transcripts, "recording", "that nobody else has"),
        (gone.pages, "page", "in reports and staff"),
        (gone.rows, "row", "in results.json and the class page"),
    )
    said = [f"{count} {what}{'' if count == 1 else 's'} {where}" for count, what, where in counts]
    return ", ".join([*said, *(["the entry on the roster"] if gone.people else [])])
