"""`grader regrade`: what was recorded is judged by the rubric of now."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from grader.batch.book import require_gradebook
from grader.batch.outputs import Outputs, open_outputs
from grader.batch.processes import default_jobs
from grader.batch.regrading import Regrading, regrade_class
from grader.commands.changes import say_changes, say_edited, say_outdated
from grader.commands.deciding import overrides_option, take_overrides
from grader.commands.grade import others_of, prepare_all
from grader.commands.options import course_option, gradebook_option, isolation_option, say_whose_rubric
from grader.course.folder import find_course, require_reference
from grader.course.overrides_file import find_overrides
from grader.gradebook.address import Address
from grader.grading.regrade import Why
from grader.isolation import Isolation
from grader.safe_text import visible, without_orders

_WHY_LEFT = {
    Why.NO_TRANSCRIPT: "nothing was recorded of it, or more than is kept",
    Why.NO_EXPECTED_ANSWERS: "an earlier version kept no expected answers",
    Why.NO_SOURCE: "the rubric asks what was not asked, and its bytes are not kept",
    Why.DIED: "the process that judged them died each time",
}


@click.command("regrade")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
@click.option("--jobs", default=0, type=click.IntRange(0), help="Processes that judge.  [default: cores + 1]")
@click.option("--dry-run", is_flag=True, help="Say what would move, and change nothing.")
@overrides_option
@course_option
@isolation_option
def command(
    out: Path,
    book: Address | None,
    chosen: tuple[str, ...],
    jobs: int,
    dry_run: bool,
    overrides: Path | None,
    course_folder: Path | None,
    isolation: str,
) -> int:
    """Judge again what was recorded, without running anybody's code.

    After a change of criteria, points, tolerances or the reference: only calls that are new are run, from the bytes
    that the gradebook keeps.  Writes grades, pages and results in OUT, and lists whose score moved, and why.
    Exit code 1 if a grade could not follow from what is kept: `grader grade` makes it from the hand-in.
    """
    course = find_course(course_folder)
    say_whose_rubric(course)
    require_reference(course)
    require_gradebook(Outputs(out, book=book))
    assignments = course.assignments(chosen)
    outputs = open_outputs(out, book)
    prepared, tier = prepare_all(course, assignments, outputs, Isolation(isolation))
    say_edited(outputs)
    others = list(others_of(course, assignments))
    found = find_overrides(course.root, overrides)
    take_overrides(found, outputs, prepared, course.assignment_ids(), dry_run=dry_run)
    regrading = regrade_class(
        prepared,
        outputs=outputs,
        isolation=tier,
        others=others,
        policy=course.policy(),
        dry_run=dry_run,
        jobs=jobs or default_jobs(),
    )
    _say(regrading, dry_run=dry_run)
    return 1 if regrading.left else 0


def _say(regrading: Regrading, *, dry_run: bool) -> None:
    say_changes(regrading.changes)
    calls = f"{regrading.run} new calls run" if regrading.run else "nobody's code run"
    would = "would be " if dry_run else ""
    click.echo(
        f"{regrading.judged} {would}judged again ({calls}), {len(regrading.changes)} moved; "
        f"{regrading.current} were by this rubric already"
    )
    for grade, _ in regrading.left[:20]:
        click.echo(without_orders(f"left as it was: {visible(grade.student, 60)}, {grade.assignment}"), err=True)
    say_outdated(regrading.grades)
    for why, count in Counter(why for _, why in regrading.left).items():
        click.echo(f"{count} left as they were: {_WHY_LEFT[why]}; `grader grade` makes them anew", err=True)
