"""`grader hint`: the next thing to tell of what is lost first."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import RenderableType

from grader.collect.own_files import own_submissions
from grader.commands import completion, console
from grader.commands.options import (
    course_option,
    isolation_option,
    say_whose_rubric,
    saying_what_runs,
    starting_backends,
)
from grader.course.folder import Course, find_course, working_folder
from grader.reports.pages import hint as page
from grader.student import checking
from grader.student.checking import Checked
from grader.student.hints import first_lost, told
from grader.student.memory import recall, remember_hints
from grader.student.selection import selection


@click.command("hint")
@click.argument("names", nargs=-1, metavar="[CRITERION]", shell_complete=completion.names(parts=True))
@course_option
@isolation_option
def command(names: tuple[str, ...], course_folder: Path | None, isolation: str) -> None:
    """Tell the next hint to what is lost first.

    Each time it tells one thing more: what is seen, a hint, what your answers tell of the mistake.  CRITERION is one
    of those that `grader check` shows, a function or an assignment; without it, the first one that is lost is taken.
    """
    here = working_folder()
    course = find_course(course_folder, start=here)
    say_whose_rubric(course)
    with starting_backends(course, isolation) as backends, saying_what_runs(backends):
        asked = selection(course, names, here)
        found = own_submissions(course, asked.names, here)
        checked = list(checking.check(course, found, asked, backends))
    click.echo(
        console.printed(_told(course, _first(checked)), console.console(), ascii_alone=console.only_ascii()), color=True
    )


def _first(checked: list[Checked]) -> Checked:
    """The first file that lost something; one that is not begun, or does not load, comes after those that are."""
    lost = [each for each in checked if any(judgement.lost for judgement in each.judgements)]
    return next((each for each in lost if each.graded.grade.was_run), (lost or checked)[0])


def _told(course: Course, checked: Checked) -> RenderableType:
    grade = checked.graded.grade
    if not grade.was_run:
        return page.nothing_to_run(grade, checked.prepared)
    lost = first_lost(checked.judgements, grade)
    if lost is None:
        return page.nothing_lost(grade, all_of_it=len(checked.judgements) == len(grade.judgements))
    before = recall(course).of(grade.assignment).hints
    hints = told(lost, grade, before)
    new = [stage.key for stage in hints.stages if stage.key not in before]
    remember_hints(course, grade.assignment, [*before, *new])
    return page.page(hints, checked.prepared, asked=lost not in checked.judgements)
