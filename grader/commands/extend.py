"""`grader extend`: more time for one student."""

from __future__ import annotations

import getpass
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from grader.batch.outputs import Outputs, open_outputs
from grader.collect.ids import meant_by
from grader.commands.options import course_option, gradebook_option
from grader.course.assignment import Assignment
from grader.course.clocks import YEARS, times_on
from grader.course.folder import find_course
from grader.errors import UsageError, unknown_student
from grader.gradebook.address import Address
from grader.gradebook.extensions import Extension
from grader.gradebook.store import Gradebook, open_gradebook
from grader.safe_text import visible, without_orders


@click.command("extend")
@click.argument("student")
@click.argument("assignment")
@click.argument("until")
@click.option("--reason", default="", help="Why; kept beside it.")
@click.option("--author", default="", help="Who says so.  [default: who is logged in]")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@course_option
def command(
    student: str,
    assignment: str,
    until: str,
    reason: str,
    author: str,
    out: Path,
    book: Address | None,
    course_folder: Path | None,
) -> None:
    """Give one student more time for an assignment.

    UNTIL is a date and time like 2026-12-05T23:59, on the clock that the assignment's own due date is on, or with an
    offset of its own.  The next `grade` or `regrade` counts by it.
    """
    chosen = find_course(course_folder).assignment(assignment)
    moment = _moment(until, chosen)
    if book is None and not out.exists():
        raise UsageError(f"{out} holds no gradebook", remedy="name the folder that was graded into with --out")
    outputs = Outputs(out, book=book) if book else open_outputs(out)
    who = author or getpass.getuser()
    with closing(open_gradebook(outputs.gradebook)) as gradebook:
        student = _known(student, gradebook)
        before = gradebook.extend(Extension(student, assignment, moment, who, reason, datetime.now(UTC)))
    named = f"{visible(student, 60)}, {assignment}"
    instead = "" if before is None else f", instead of {before.until.astimezone(moment.tzinfo):%Y-%m-%d %H:%M}"
    click.echo(without_orders(f"{named}: until {moment:%Y-%m-%d %H:%M %z}{instead}; grade or regrade to count by it"))


def _known(student: str, gradebook: Gradebook) -> str:
    """The id of a student, however it was spelt.  Raises `UsageError` for one who is not on the roster.

    Where there is none, any id may be that of somebody who has handed in nothing so far; who was graded is known.
    """
    roster = {person.student for person in gradebook.people()}
    known = roster | {name for name, _ in gradebook.latest()}
    found = meant_by(student, known)
    if not found and roster:
        raise UsageError(
            f"nobody is called {visible(student, 120)!r} on the roster", remedy=unknown_student(student, sorted(known))
        )
    if not found and known:
        click.echo(without_orders(f"nobody was graded under the id {visible(student, 60)!r} so far"), err=True)
    return found[0] if found else student


def _only(found: list[datetime], until: str, assignment: Assignment) -> datetime:
    """The one moment that clocks show so.  Raises `UsageError` where they show it twice, or never."""
    if len(found) == 1:
        return found[0]
    where = f"on the clocks of {assignment.id} ({assignment.zone})"
    if not found:
        raise UsageError(f"{until} is skipped {where}", remedy="name a moment before or after that hour")
    first, second = (each.isoformat() for each in found)
    raise UsageError(f"{until} comes twice {where}", remedy=f"write {first} or {second}")


_A_DAY = re.compile(r"\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(-?\d)?")


def _moment(until: str, assignment: Assignment) -> datetime:
    """The moment that is meant.  Raises `UsageError` where it is none, or ends before the assignment is due."""
    if assignment.due is None:
        raise UsageError(
            f"{assignment.id} is never due, so there is nothing to extend", remedy="give it `due` in assignment.toml"
        )
    try:
        moment = datetime.fromisoformat(until)
    except ValueError:
        raise UsageError(f"{until!r} is no date and time", remedy="write it like 2026-12-05T23:59") from None
    if _A_DAY.fullmatch(until.strip()):
        raise UsageError(
            f"{until} is a day, and has no time", remedy=f"write when it ends, as in {until.strip()}T23:59"
        )
    if moment.year not in YEARS:
        raise UsageError(
            f"{until} is in a year that clocks cannot calculate with",
            remedy=f"name one from {YEARS[0]} up to {YEARS[-1]}",
        )
    if moment.tzinfo is None and assignment.due.tzinfo is not None:
        moment = _only(times_on(moment, assignment.due.tzinfo), until, assignment)
    if moment.astimezone(UTC) <= assignment.due.astimezone(UTC):  # clocks of one zone are compared by what they show
        raise UsageError(
            f"{until} is not after {assignment.id} is due, {assignment.due:%Y-%m-%d %H:%M %z}",
            remedy="name a later moment",
        )
    return moment
