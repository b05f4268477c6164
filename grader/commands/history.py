"""`grader history`: what a student handed in and what it was given, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from grader.batch.book import existing_gradebook, ids_of_student
from grader.batch.outputs import Outputs
from grader.commands.options import gradebook_option
from grader.gradebook.address import Address
from grader.gradebook.entries import Kept
from grader.gradebook.store import Gradebook
from grader.safe_text import visible, without_orders


@click.command("history")
@click.argument("student")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
def command(student: str, out: Path, book: Address | None, chosen: tuple[str, ...]) -> None:
    """Show what a student handed in, when, and what it was given.

    Of each assignment every attempt of STUDENT that the gradebook keeps, the oldest first, with its grades.
    Times are those of this machine's zone.
    """
    outputs = Outputs(out, book=book)
    with existing_gradebook(outputs) as gradebook:
        for name in ids_of_student(student, gradebook, outputs):
            _say(gradebook, name, chosen)


def _say(gradebook: Gradebook, student: str, chosen: tuple[str, ...]) -> None:
    assignments = sorted({assignment for name, assignment in gradebook.latest() if name == student})
    for assignment in assignments:
        if chosen and assignment not in chosen:
            continue
        click.echo(without_orders(f"{visible(student, 60)}, {assignment}"))
        made = {each.submission_sha256: each for each in gradebook.history(student, assignment)}
        for kept in reversed(gradebook.given(assignment, student, attempts=True)):
            attempt = made.get(kept.grade.submission_sha256)
            handed_in = None if attempt is None else attempt.handed_in_at
            times = () if attempt is None or handed_in is None else (*attempt.earlier_times, handed_in)
            click.echo(without_orders(f"    {_line(kept, times)}"))


def _line(kept: Kept, handed_in: Sequence[datetime]) -> str:
    grade = kept.grade
    said = f"{grade.score:g} of {grade.max_score:g}" if grade.has_score else grade.status.replace("_", " ")
    file = f"{visible(grade.filename, 60)} {grade.submission_sha256[:8]}" if grade.submission_sha256 else "no file"
    when = f"of {' and again of '.join(map(_shown, handed_in))}" if handed_in else "at a time that nothing tells"
    line = f"{file} {when}: {said}, graded {_shown(kept.graded_at)} by rubric {grade.rubric_sha256[:8]}"
    return ", ".join((line, *_beside_the_rubric(kept)))


def _beside_the_rubric(kept: Kept) -> Iterator[str]:
    grade = kept.grade
    if not kept.stood:
        yield "another attempt counted"
    if any(each.points is not None for each in grade.decisions):
        yield "with points of a person"
    if grade.score != grade.earned:
        yield f"{grade.score - grade.earned:+g} for the time"


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
