"""`grader override`: points that a person gives."""

from __future__ import annotations

import math
from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.commands.deciding import decide, decision, require_criterion
from grader.commands.options import gradebook_option
from grader.errors import UsageError
from grader.gradebook.address import Address
from grader.gradebook.store import Gradebook
from grader.grading.decisions import seen
from grader.records import Grade
from grader.safe_text import visible, without_orders


@click.command("override")
@click.argument("student")
@click.argument("assignment")
@click.argument("criterion")
@click.option("--points", type=float, help="What is given for the criterion, instead of what it earned.")
@click.option("--take-back", is_flag=True, help="Let the criterion count what it earned again.")
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
    criterion: str,
    points: float | None,
    take_back: bool,
    beyond: bool,
    reason: str,
    author: str,
    out: Path,
    book: Address | None,
) -> None:
    """Give points for a criterion that a person decides.

    They take the place of what CRITERION earned, for good: whatever is graded or judged again, until they are taken
    back.  The next `grade` or `regrade` shows them, with reason, author and date.
    """
    if take_back is (points is not None):
        raise UsageError("say either --points or --take-back", remedy="as in: --points 1.5 --reason 'read by hand'")
    if points is not None and not reason.strip():
        raise UsageError("points that a person gives need a reason", remedy="add --reason, which the student reads")

    def make(gradebook: Gradebook, grade: Grade) -> None:
        require_criterion(grade, criterion)
        if points is None:
            if not gradebook.take_back(student, assignment, criterion):
                raise UsageError(f"no points were given for {criterion}", remedy="`grader history` shows what was")
            return
        most = next(each.max_points for each in grade.judgements if each.id == criterion)
        if not math.isfinite(points) or points < 0 or (points > most and not beyond):
            raise UsageError(
                f"{points:g} points cannot be given for {criterion}, which has {most:g}",
                remedy=f"give 0 to {most:g}, or add --beyond for more",
            )
        gradebook.decide(
            student, assignment, decision(criterion, points, reason.strip(), author, seen(grade, criterion))
        )

    decide(Outputs(out, book=book), student, assignment, make)
    what = "counts what it earned again" if points is None else f"{points:g} points"
    click.echo(
        without_orders(f"{visible(student, 60)}, {assignment}, {criterion}: {what}; grade or regrade to show it")
    )
