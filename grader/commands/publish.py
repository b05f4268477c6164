"""`grader publish`: students see what is there now."""

from __future__ import annotations

from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.batch.publishing import Publishing, publish
from grader.commands.changes import regrade_into, say_behind, say_changes, say_edited
from grader.commands.options import course_option, gradebook_option
from grader.course.folder import find_course
from grader.gradebook.address import Address
from grader.safe_text import visible, without_orders

_MOST_NAMED = 20


@click.command("publish")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Say what students would see, and change nothing.")
@course_option
def command(
    out: Path, book: Address | None, chosen: tuple[str, ...], dry_run: bool, course_folder: Path | None
) -> None:
    """Have students see what is there now.

    Copies each student's pages from OUT/reports/ to OUT/published/, which is what students are given, and keeps the
    grades as published: whatever is graded, judged again or decided later changes neither, until the next `publish`.
    Lists whose score moved since they saw it last.  `grader diff --published` lists the same before.
    """
    assignments = [each.id for each in find_course(course_folder).assignments(chosen)]
    outputs = Outputs(out, book=book)
    say_edited(outputs)
    say_behind(outputs)
    say_published(publish(outputs, assignments, dry_run=dry_run), outputs, dry_run=dry_run)


def say_published(done: Publishing, outputs: Outputs, *, dry_run: bool = False) -> None:
    """What students see now that they did not see before."""
    say_changes(done.changes)
    would = "would be " if dry_run else ""
    held_back = f", {len(done.behind)} held back" if done.behind else ""
    click.echo(
        f"{would}published in {outputs.published}: {len(done.new)} new, {len(done.changes)} moved, "
        f"{done.other_pages} other pages changed, {done.same} as before{held_back}"
    )
    if done.behind:
        some = [f"{visible(each.student, 60)}, {each.assignment}" for each in done.behind[:_MOST_NAMED]]
        more = f"; and {len(done.behind) - len(some)} more" if len(done.behind) > len(some) else ""
        said = f"held back, since the page does not say that it shows the gradebook's grade: {'; '.join(some)}{more}"
        click.echo(without_orders(f"{said}\n  → {regrade_into(outputs)} writes it anew"), err=True)
    for grade in done.without_page[:_MOST_NAMED]:
        click.echo(
            without_orders(f"not published, since it has no page: {visible(grade.student, 60)}, {grade.assignment}"),
            err=True,
        )
