"""`grader regrade`: what was recorded is judged by the rubric of now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from grader.batch.book import require_gradebook
from grader.batch.outputs import Outputs, open_outputs
from grader.batch.processes import default_jobs
from grader.batch.regrading import Regrading, regrade_class
from grader.commands.changes import say_changes, say_edited, say_elsewhere, say_outdated
from grader.commands.deciding import take_overrides
from grader.commands.preparing import others_of, prepared_with
from grader.course.folder import Course, require_reference
from grader.course.overrides_file import find_overrides
from grader.gradebook.address import Address
from grader.grading.regrade import Why
from grader.records import Grade
from grader.safe_text import visible, without_orders
from grader.sandbox.tiers import Backends

_WHY_LEFT = {
    Why.NO_TRANSCRIPT: "nothing was recorded of it, or more than is kept",
    Why.NO_EXPECTED_ANSWERS: "an earlier version kept no expected answers",
    Why.NO_SOURCE: "the rubric asks what was not asked, and its bytes are not kept",
    Why.DIED: "the process that judged them died each time",
}


def regrade(
    course: Course,
    backends: Backends,
    *,
    out: Path,
    book: Address | None,
    chosen: tuple[str, ...],
    jobs: int,
    dry_run: bool,
    overrides: Path | None,
) -> int:
    """What the command does; its exit code."""
    require_reference(course)
    require_gradebook(Outputs(out, book=book))
    assignments = course.assignments(chosen)
    outputs = open_outputs(out, book)
    prepared = prepared_with(course, assignments, outputs, backends)
    say_edited(outputs)
    others = list(others_of(course, assignments))
    found = find_overrides(course.root, overrides)
    if found is not None:  # no decision is kept that cannot be followed
        backends.opened(each.packages for each in assignments)
    take_overrides(found, outputs, prepared, course.assignment_ids(), dry_run=dry_run)
    regrading = regrade_class(
        prepared,
        outputs=outputs,
        isolation=backends.isolation,
        backends=backends,
        others=others,
        policy=course.policy(),
        dry_run=dry_run,
        jobs=jobs or default_jobs(),
    )
    _say(regrading, dry_run=dry_run)
    _say_of_no_assignment(regrading.grades, course)
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
    say_elsewhere(regrading.elsewhere)
    for why, count in Counter(why for _, why in regrading.left).items():
        click.echo(f"{count} left as they were: {_WHY_LEFT[why]}; `grader grade` makes them anew", err=True)


def _say_of_no_assignment(grades: Iterable[Grade], course: Course) -> None:
    known = set(course.assignment_ids())
    for name, count in sorted(Counter(each.assignment for each in grades if each.assignment not in known).items()):
        toml = course.root / "assignments" / name / "assignment.toml"
        click.echo(without_orders(f"{count} of {name} left as they were: there is no {toml}"), err=True)
