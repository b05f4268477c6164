"""`grader grade`: a folder of hand-ins becomes grades, pages and files for other systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from grader.batch.book import gradebook_remark
from grader.batch.outputs import Outputs, open_outputs
from grader.batch.processes import default_jobs, why_one_after_the_other
from grader.batch.publishing import publish
from grader.batch.roster import people_in, require_people
from grader.batch.run import Run, grade_class
from grader.cluster.asking import Cluster, require_safe
from grader.collect.class_list import unlisted_among, with_everybody
from grader.collect.classroom import classroom
from grader.commands.changes import say_changes, say_edited, say_elsewhere, say_outdated
from grader.commands.deciding import take_overrides
from grader.commands.late_class import say_late_class
from grader.commands.preparing import others_of, prepared_with
from grader.commands.progress import counting
from grader.commands.publish import say_published
from grader.commands.recognised import hand_ins_as_json, say_recognised, who_what_when
from grader.commands.tables import class_table, needing_a_person, no_longer_there, not_on_roster, remarks
from grader.course.folder import Course, require_out_elsewhere, require_outside, require_reference
from grader.course.overrides_file import find_overrides
from grader.errors import GraderError
from grader.exports import results
from grader.gradebook.address import Address
from grader.records import Grade, Status
from grader.sandbox.tiers import Backends, tier_of
from grader.words import class_page as class_page_words
from grader.words.notation import counted


def grade(
    submissions: Path,
    course: Course,
    backends: Backends,
    *,
    out: Path,
    book: Address | None,
    layout: str | None,
    dry_run: bool,
    chosen: tuple[str, ...],
    jobs: int,
    cluster: str | None,
    quiet: bool,
    names: bool,
    force: bool,
    publishing: bool,
    overrides: Path | None,
    as_json: bool,
) -> int:
    """What the command does; its exit code."""
    require_outside(course, submissions)
    require_out_elsewhere(course, out)
    if cluster is not None:
        require_safe(cluster)
    require_reference(course)
    assignments = course.assignments(chosen)
    people = people_in(Outputs(out, book=book))
    found = classroom(submissions, assignments, layout=layout or "", people=people, without=Outputs(out).everything)
    say_recognised(found)
    if dry_run:
        listed, unlisted = with_everybody(found.hand_ins, people, assignments), unlisted_among(found.hand_ins, people)
        if as_json:
            click.echo(hand_ins_as_json(listed, found.names, (each.student for each in unlisted)), nl=False)
        else:
            who_what_when(listed, found.names)
        not_on_roster(unlisted, graded=False)
        return 0
    outputs = open_outputs(out, book)
    if remark := gradebook_remark(outputs):
        click.echo(remark, err=True)
    prepared = prepared_with(course, assignments, outputs, backends)
    if jobs != 1 and (why := why_one_after_the_other()):
        click.echo(f"hand-ins are graded one after the other: {why}", err=True)
    say_edited(outputs)
    require_people(people, names=names)
    rows = with_everybody(found.hand_ins, people, assignments)
    isolation = backends.opened(each.packages for each in assignments)  # else no decision would be followed
    decided = find_overrides(course.root, overrides, submissions)
    take_overrides(decided, outputs, prepared, course.assignment_ids(), (each.student for each in rows))
    with (
        counting(len(rows), quiet=quiet or as_json) as progress,
        Cluster(cluster, tier_of(isolation).name) if cluster is not None else nullcontext() as connected,
    ):
        run = grade_class(
            rows,
            prepared,
            outputs=outputs,
            isolation=isolation,
            jobs=jobs or default_jobs(),
            backends=backends,
            cluster=connected,
            others=list(others_of(course, assignments)),
            people=people,
            policy=course.policy(),
            names=names,
            force=force,
            progress=progress,
        )
    _say(run, outputs, quiet=quiet, as_json=as_json)
    if publishing:
        done = publish(outputs, [each.id for each in assignments])
        if not (quiet or as_json):
            say_published(done, outputs)
    remarks(run.grades)
    say_outdated(run.grades)
    say_late_class(run.grades)
    not_on_roster(run.unlisted)
    if not quiet:
        no_longer_there(run.left)
        say_elsewhere(run.elsewhere)
    return _exit_code(run.grades)


def _exit_code(grades: Sequence[Grade]) -> int:
    if any(grade.status is Status.REGRADE_NEEDED for grade in grades):
        return GraderError.exit_code
    return 0 if any(grade.status is Status.GRADED for grade in grades) else 1


def _say(run: Run, outputs: Outputs, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        unlisted = tuple(each.student for each in run.unlisted)
        click.echo(results.to_json(run.grades, not_on_roster=unlisted), nl=False)
        return
    if quiet:
        return
    class_table(run.grades)
    say_changes(run.changes)
    statuses = Counter(grade.status for grade in run.grades)
    counts = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(statuses.items()))
    click.echo(
        f"{counted(len(run.grades), class_page_words.HAND_INS)}: {counts}"
        + (f" ({run.kept} kept from before)" if run.kept else "")
    )
    if needing := needing_a_person(run.grades, run.unlisted):
        click.echo(f"need a person: {needing}; they stand first on the class page")
    click.echo(f"class page: {outputs.overview}")
