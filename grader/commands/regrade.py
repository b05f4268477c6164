"""`grader regrade`: what was recorded is judged by the rubric of now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.commands.options import (
    course_option,
    gradebook_option,
    isolation_option,
    overrides_option,
    say_whose_rubric,
    starting_backends,
)
from grader.course.folder import find_course
from grader.installation import require_installed

require_installed("sqlalchemy")  # here, since what needs it is loaded when workers have been started already


@click.command("regrade")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
@click.option("--jobs", default=0, type=click.IntRange(0), help="Processes that judge.  [default: cores + 1]")
@click.option("--dry-run", is_flag=True, help="Say what would move, and change nothing.")
@overrides_option
@course_option
@isolation_option
def command(*, course_folder: Path | None, isolation: str, **given: Any) -> int:
    """Judge again what was recorded, without running anybody's code.

    After a change of criteria, points, tolerances or the reference: only calls that are new are run, from the bytes
    that the gradebook keeps.  Writes grades, pages and results in OUT, and lists whose score moved, and why.
    Exit code 1 if a grade could not follow from what is kept: `grader grade` makes it from the hand-in.
    """
    course = find_course(course_folder)
    say_whose_rubric(course)
    with starting_backends(course, isolation, hidden=True, chosen=given["chosen"]) as backends:
        from grader.commands.regrading import regrade  # noqa: PLC0415 - loads while what runs student code starts

        return regrade(course, backends, **given)
