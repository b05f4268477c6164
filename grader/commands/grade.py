"""`grader grade`: a folder of hand-ins becomes grades, pages and files for other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.collect.layouts import LAYOUTS
from grader.commands.options import (
    course_option,
    gradebook_option,
    isolation_option,
    json_option,
    overrides_option,
    say_whose_rubric,
    starting_backends,
)
from grader.course.folder import find_course
from grader.installation import require_installed

require_installed("sqlalchemy")  # here, since what needs it is loaded when workers have been started already


@click.command("grade")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Where grades and pages go."
)
@gradebook_option
@click.option("--layout", type=click.Choice(list(LAYOUTS)), help="How the class lies.  [default: what its names say]")
@click.option("--dry-run", is_flag=True, help="Show who handed in what and when, and grade nothing.")
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
@click.option("--jobs", default=0, type=click.IntRange(0), help="Processes that grade.  [default: cores + 1]")
@click.option("--cluster", metavar="ADDRESS", help="Grade on the workers of a Dask scheduler, as tls://host:8786.")
@click.option("--quiet", is_flag=True, help="Print no progress and no table.")
@click.option("--names", is_flag=True, help="Show the roster's names on the class page and the staff's pages.")
@click.option("--force", is_flag=True, help="Grade again what is graded already.")
@course_option
@isolation_option
@overrides_option
@click.option("--publish", "publishing", is_flag=True, help="Have students see it at once, as `grader publish` does.")
@json_option
def command(submissions: Path, *, course_folder: Path | None, isolation: str, **given: Any) -> int:
    """Grade a folder of hand-ins.

    SUBMISSIONS holds a folder for each student, with files named after assignments: ada/momentum_step.py or .ipynb,
    or one of these in ada/momentum_step.zip or .tar.gz; or it is what Canvas, Moodle, Gradescope, Blackboard or
    Brightspace give out, what nbgrader collected, or a folder of git checkouts.  It may itself be a .zip or .tar.gz of
    such a folder; nothing is unpacked to disk.
    Writes OUT/results.json, OUT/index.html, a page for each student in OUT/reports/, the same with hidden inputs in
    OUT/staff/, and keeps everything in the gradebook: OUT/gradebook.sqlite3, unless --gradebook names another.
    Whose score moved since the last run, and hand-ins that need a person, are listed at the end.
    With a roster (`grader roster import`), everybody on it has a row, a team's hand-in is a row for each of its
    members, and who is not on it is graded and listed.
    Exit code 1 if not one hand-in could be graded, 3 if the grader itself failed at one.
    """
    course = find_course(course_folder)
    say_whose_rubric(course)
    run = not given["dry_run"]
    with starting_backends(course, isolation, hidden=True, chosen=given["chosen"], wanted_now=run) as backends:
        from grader.commands.grading import grade  # noqa: PLC0415 - loads while what runs student code starts

        return grade(submissions, course, backends, **given)
