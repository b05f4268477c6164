"""`grader comment`: words that a person adds to a grade."""

from __future__ import annotations

from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.commands.deciding import decide, decision, require_criterion
from grader.commands.options import gradebook_option
from grader.errors import UsageError
from grader.gradebook.address import Address
from grader.gradebook.store import Gradebook
from grader.records import Grade
from grader.safe_text import visible, without_orders


@click.command("comment")
@click.argument("student")
@click.argument("assignment")
@click.argument("text")
@click.option("--criterion", default="", help="What it is about.  [default: the whole hand-in]")
@click.option("--author", default="", help="Who says so.  [default: who is logged in]")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
def command(
    student: str, assignment: str, text: str, criterion: str, author: str, out: Path, book: Address | None
) -> None:
    """Add words to a grade, which its student reads.

    They stay whatever is graded or judged again.  The next `grade` or `regrade` shows them, with author and date.
    """
    if not text.strip():
        raise UsageError("an empty comment says nothing", remedy="write the words in quotes")

    def make(gradebook: Gradebook, grade: Grade) -> None:
        if criterion:
            require_criterion(grade, criterion)
        gradebook.decide(student, assignment, decision(criterion, None, text.strip(), author))

    decide(Outputs(out, book=book), student, assignment, make)
    click.echo(without_orders(f"{visible(student, 60)}, {assignment}: kept; grade or regrade to show it"))
