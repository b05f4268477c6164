"""`grader override`: points that a person gives."""

from __future__ import annotations

import getpass
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.commands.deciding import decide, decision, require_criterion
from grader.commands.options import gradebook_option
from grader.errors import UsageError
from grader.gradebook.address import Address
from grader.gradebook.attempts import Attempt
from grader.gradebook.decisions import FILE
from grader.gradebook.store import Gradebook
from grader.grading.decisions import seen
from grader.records import Choice, Grade
from grader.safe_text import visible, without_orders

_SHORTEST = 4  # signs of a digest that name an attempt


@click.command("override")
@click.argument("student")
@click.argument("assignment")
@click.argument("criterion", required=False)
@click.option("--points", type=float, help="What is given for the criterion, instead of what it earned.")
@click.option("--attempt", help="Which attempt counts: its time or its digest, as `grader history` shows them.")
@click.option("--take-back", is_flag=True, help="Undo: the criterion counts what it earned, the attempts their rule.")
@click.option("--beyond", is_flag=True, help="Allow more points than the criterion has.")
@click.option("--reason", default="", help="Why; shown on the page.")
@click.option("--author", default="", help="Who says so.  [default: who is logged in]")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
def command(
    student: str,
    assignment: str,
    criterion: str | None,
    *,
    points: float | None,
    attempt: str | None,
    take_back: bool,
    beyond: bool,
    reason: str,
    author: str,
    out: Path,
    book: Address | None,
) -> None:
    """Give points for a criterion that a person decides, or choose the attempt that counts.

    Points take the place of what CRITERION earned, for good: whatever is graded or judged again, until they are taken
    back.  Without CRITERION, --attempt chooses among all that a student handed in.  The next `grade` or `regrade`
    shows what was decided, with reason, author and date.
    """
    if [points is not None, attempt is not None, take_back].count(True) != 1:
        raise UsageError(
            "say one of --points, --attempt and --take-back", remedy="as in: --points 1.5 --reason 'read by hand'"
        )
    if not take_back and not reason.strip():
        raise UsageError("what a person decides needs a reason", remedy="add --reason, which the student reads")
    if (criterion is None and points is not None) or (criterion is not None and attempt is not None):
        raise UsageError(
            "points are given for a criterion, and an attempt is chosen for the whole assignment",
            remedy="name the criterion with --points, and none with --attempt",
        )
    outputs = Outputs(out, book=book)
    if criterion is None:
        said = _choose(outputs, student, assignment, attempt, reason.strip(), author)
        click.echo(without_orders(f"{visible(student, 60)}, {assignment}: {said}; grade or regrade to show it"))
        return

    def make(gradebook: Gradebook, grade: Grade) -> None:
        if points is None:  # of a criterion that is not there any more, too
            if not gradebook.take_back(grade.student, assignment, criterion):
                require_criterion(grade, criterion)
                in_file = gradebook.decisions(FILE).get((grade.student, assignment), ())
                if any(each.criterion == criterion and each.points is not None for each in in_file):
                    raise UsageError(
                        f"the points for {criterion} stand in overrides.toml",
                        remedy="take them out there, then regrade",
                    )
                raise UsageError(f"no points were given for {criterion}", remedy="`grader history` shows what was")
            return
        require_criterion(grade, criterion)
        most = next(each.max_points for each in grade.judgements if each.id == criterion)
        if not math.isfinite(points) or points < 0 or (points > most and not beyond):
            raise UsageError(
                f"{points:g} points cannot be given for {criterion}, which has {most:g}",
                remedy=f"give 0 to {most:g}" + (", or add --beyond for more" if points > most else ""),
            )
        gradebook.decide(
            grade.student, assignment, decision(criterion, points, reason.strip(), author, seen(grade, criterion))
        )

    decide(outputs, student, assignment, make)
    what = "counts what it earned again" if points is None else f"{points:g} points"
    click.echo(
        without_orders(f"{visible(student, 60)}, {assignment}, {criterion}: {what}; grade or regrade to show it")
    )


def _choose(outputs: Outputs, student: str, assignment: str, attempt: str | None, reason: str, author: str) -> str:
    """Keep which attempt counts, or that none is chosen any more; what is said of it."""
    said = "the attempts count by their rule again"

    def make(gradebook: Gradebook, grade: Grade) -> None:
        nonlocal said
        if attempt is None:
            if not gradebook.choose(grade.student, grade.assignment, None):
                raise UsageError("no attempt was chosen", remedy="`grader history` shows what was handed in")
            return
        found = _attempt(gradebook.history(grade.student, grade.assignment), attempt)
        choice = Choice(found.submission_sha256, reason, author or getpass.getuser(), datetime.now(UTC))
        gradebook.choose(grade.student, grade.assignment, choice)
        first = min(_times(found), default=None)
        of = "" if first is None else f" of {first.astimezone():%Y-%m-%d %H:%M}"
        said = f"the attempt {found.submission_sha256[:8]}{of} counts"

    decide(outputs, student, assignment, make)
    return said


def _attempt(made: Sequence[Attempt], said: str) -> Attempt:
    """The one attempt that is meant by the beginning of its digest, or by its time on this machine's clock."""
    wanted = said.strip().replace("T", " ")
    found = [
        each
        for each in made
        if (len(wanted) >= _SHORTEST and each.submission_sha256.startswith(wanted))
        or (wanted and any(f"{at.astimezone():%Y-%m-%d %H:%M:%S}".startswith(wanted) for at in _times(each)))
    ]
    if len(found) != 1:
        several = "several attempts are" if found else "no attempt is"
        known = ", ".join(each.submission_sha256[:8] for each in made)
        how = f"name one by its digest, by {_SHORTEST} characters of it at least: {known}"
        raise UsageError(f"{several} meant by {visible(said, 60)!r}", remedy=how)
    return found[0]


def _times(attempt: Attempt) -> list[datetime]:
    """When the same bytes came; of what came again and again the first counts."""
    return [at for at in (*attempt.earlier_times, attempt.at) if at is not None]
