"""`grader comment`: words that a person adds to a grade, or to the grades of all who are wrong alike."""

from __future__ import annotations

from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.commands.deciding import decide, decide_for_group, decision, require_criterion
from grader.commands.options import gradebook_option
from grader.errors import UsageError
from grader.gradebook.address import Address
from grader.gradebook.store import Gradebook
from grader.records import Grade
from grader.safe_text import visible, without_orders

_MOST_NAMED = 12


@click.command("comment")
@click.argument("words", nargs=-1, required=True, metavar="[STUDENT ASSIGNMENT] TEXT")
@click.option("--group", "key", default="", metavar="KEY", help="Say it to everybody of a group of the class page.")
@click.option("--criterion", default="", help="What it is about.  [default: the whole hand-in]")
@click.option("--author", default="", help="Who says so.  [default: who is logged in]")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
def command(words: tuple[str, ...], key: str, criterion: str, author: str, out: Path, book: Address | None) -> None:
    """Add words to a grade, which its student reads.

    `grader comment STUDENT ASSIGNMENT TEXT` is for one student, and `grader comment --group KEY TEXT` for everybody
    whose answers of a function are wrong alike to the last bit: the class page lists these groups, with their keys.
    Words stay whatever is graded or judged again.  The next `grade` or `regrade` shows them, with author and date.
    """
    text = words[-1].strip()
    if len(words) != (1 if key else 3):
        raise UsageError(
            "TEXT alone goes with --group" if key else "STUDENT, ASSIGNMENT and TEXT are needed",
            remedy="write the words in quotes, as in: grader comment "
            + ('--group KEY "Look at the sign."' if key else 'ada momentum_step "Come and see me."'),
        )
    if not text:
        raise UsageError("an empty comment says nothing", remedy="write the words in quotes")
    made = decision(criterion, None, text, author)
    if key:
        students, assignment = decide_for_group(Outputs(out, book=book), key, made)
        named = ", ".join(visible(student, 60) for student in students[:_MOST_NAMED])
        more = f" and {len(students) - _MOST_NAMED} more" if len(students) > _MOST_NAMED else ""
        click.echo(without_orders(f"{named}{more}, {assignment}: kept; grade or regrade to show it"))
        return
    student, assignment = words[:2]

    def make(gradebook: Gradebook, grade: Grade) -> None:
        if criterion:
            require_criterion(grade, criterion)
        gradebook.decide(grade.student, assignment, made)

    decide(Outputs(out, book=book), student, assignment, make)
    click.echo(without_orders(f"{visible(student, 60)}, {assignment}: kept; grade or regrade to show it"))
