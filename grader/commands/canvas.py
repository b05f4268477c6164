"""`grader canvas push`: scores and comments into Canvas over its API, shown first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.batch.roster import people_in
from grader.commands.changes import say_behind, say_edited
from grader.commands.feedback import texts_of
from grader.commands.filling import hidden_points, one_assignment, say_of_scale
from grader.commands.options import course_option, gradebook_option
from grader.commands.shown_grades import shown_grades
from grader.errors import UsageError
from grader.exports import results
from grader.exports.canvas_push import Plan, plan
from grader.exports.sheets import written_score
from grader.gradebook.address import Address
from grader.safe_text import without_orders

_TOKEN = "CANVAS_TOKEN"  # noqa: S105 - the name of the variable
_MOST = 20


@click.group("canvas")
def command() -> None:
    """Bring grades into Canvas over its API."""


@command.command("push")
@click.argument("out", default="out", type=click.Path(path_type=Path))
@click.option("--assignment", metavar="ID", help="The assignment here, where several were graded.")
@click.option("--url", required=True, envvar="CANVAS_URL", help="Canvas: https://canvas.example.edu", show_envvar=True)
@click.option("--canvas-course", required=True, type=int, metavar="NUMBER", help="The number after /courses/ there.")
@click.option(
    "--canvas-assignment", required=True, type=int, metavar="NUMBER", help="The number after /assignments/ there."
)
@click.option("--comments/--no-comments", default=True, show_default=True, help="Send what the student may read, too.")
@click.option("--send", is_flag=True, help="Send it.  Without this, it is only shown.")
@gradebook_option
@course_option
def push(
    out: Path,
    *,
    assignment: str | None,
    url: str,
    canvas_course: int,
    canvas_assignment: int,
    comments: bool,
    send: bool,
    book: Address | None,
    course_folder: Path | None,
) -> int:
    """Send scores and comments of one assignment to Canvas.

    Reads OUT/results.json, and Canvas, and says what would change; with --send it is sent, one student after the other.
    What is there already is not sent again, who is excused is left, and what does not fit ends it before anything is
    sent.  The token of your account (Canvas: Account → Settings → New Access Token) is taken from the variable
    CANVAS_TOKEN, or asked for; it is never an argument, and shown nowhere.
    """
    outputs = Outputs(out, book=book)
    say_edited(outputs, exporting=True)
    gone = results.gone(outputs.results)
    grades = [
        each
        for each in results.read(outputs.results)
        if each.student not in gone and assignment in {None, each.assignment}
    ]
    say_behind(outputs, grades)
    one_assignment(grades)
    shown = shown_grades(grades, course_folder, outputs)
    texts = texts_of(grades, course_folder, outputs) if comments else {}
    from grader.exports.canvas_api import CanvasCourse  # noqa: PLC0415 - an extra, and half a second

    there = CanvasCourse(url, _token(), canvas_course, canvas_assignment)
    about = there.assignment()
    planned = plan(about, list(there.work()), grades, people_in(outputs), texts, hidden=hidden_points(grades, shown))
    click.echo(without_orders(f"{there.name}: {about.title}"), err=True)
    _say(planned, sent=send)
    say_of_scale(grades, [] if about.points is None else [about.points])
    if not send:
        if planned.changes:
            click.echo("nothing was sent: look at it, and run it again with --send", err=True)
        return 0
    taken = 0
    try:
        for change in planned.changes:
            said = there.send(change)
            taken += not said
            if said:
                click.echo(without_orders(f"not taken: {change.called}: {said}"), err=True)
    finally:
        click.echo(f"{taken} of {len(planned.changes)} sent")
    if taken < len(planned.changes):
        click.echo("what was taken is not sent again: run it again for the others", err=True)
        return 1
    return 0


def _token() -> str:
    """The token of whoever sends.  Raises `UsageError` where there is none, and nobody to ask."""
    token = os.environ.get(_TOKEN, "").strip()
    if not token and sys.stdin is not None and sys.stdin.isatty():
        token = click.prompt("Token", hide_input=True, err=True).strip()
    if not token.isascii() or not token.isprintable() or not token or " " in token:
        raise UsageError(
            "there is no token for Canvas, or it is none",
            remedy=f"in Canvas: Account → Settings → New Access Token; put it into the variable {_TOKEN}",
        )
    return token


def _say(planned: Plan, *, sent: bool) -> None:
    scores = [each for each in planned.changes if each.score is not None]
    words = sum(bool(each.comment) for each in planned.changes)
    click.echo(
        f"{'sending' if sent else 'would send'} {len(scores)} scores and {words} comments; {planned.same} as before, "
        f"{len(planned.excused)} excused, {len(planned.without_grade)} without a grade, "
        f"{len(planned.without_row)} without a row",
        err=True,
    )
    lines = [
        f"{each.called}: {'' if each.before is None else f'{written_score(each.before)} → '}{written_score(each.score)}"
        for each in scores
        if each.score is not None
    ]
    lines += [f"left, since excused: {who}" for who in planned.excused]
    lines += [f"no grade for: {who}" for who in planned.without_grade]
    lines += [f"no row for: {who}" for who in planned.without_row]
    for line in lines[:_MOST]:
        click.echo(without_orders(line), err=True)
    if len(lines) > _MOST:
        click.echo(f"… and {len(lines) - _MOST} more", err=True)
