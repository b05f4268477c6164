"""`grader grade`: a folder of hand-ins becomes grades, pages and files for other systems."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
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
from grader.collect.layouts import LAYOUTS
from grader.commands.changes import say_changes, say_edited, say_outdated
from grader.commands.deciding import overrides_option, take_overrides
from grader.commands.options import course_option, gradebook_option, isolation_option, json_option, say_whose_rubric
from grader.commands.progress import counting
from grader.commands.publish import say_published
from grader.commands.recognised import say_recognised, who_what_when
from grader.commands.tables import class_table, needing_a_person, not_on_roster, remarks
from grader.course.folder import Assignment, Course, find_course, require_outside, require_reference
from grader.course.overrides_file import find_overrides
from grader.errors import GraderError, UsageError
from grader.exports import results
from grader.gradebook.address import Address
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.grading.selftest import require_no_survivor
from grader.isolation import Isolation
from grader.records import Grade, Status
from grader.sandbox.tiers import Backends, tier_of
from grader.words import class_page as class_page_words
from grader.words.notation import counted


@click.command("grade")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Where grades and pages go."
)
@gradebook_option
@click.option("--layout", type=click.Choice(list(LAYOUTS)), help="How the class lies.  [default: what its names say]")
@click.option("--dry-run", is_flag=True, help="Show who handed in what and when, and grade nothing.")
@click.option("--assignment", "chosen", multiple=True, metavar="ID", help="Only this assignment; may be repeated.")
@click.option("--jobs", default=0, type=click.IntRange(0), help="Processes that grade.  [default: cores + 1]")
@click.option("--cluster", metavar="ADDRESS", help="Grade on the workers of a Dask scheduler, as tls://host:8786.")
@click.option("--quiet", is_flag=True, help="Print no progress and no table.")
@click.option("--names", is_flag=True, help="Show the roster's names on the class page and the staff's pages.")
@click.option("--force", is_flag=True, help="Grade again what is graded already.")
@course_option
@isolation_option
@overrides_option
@click.option("--publish", "publishing", is_flag=True, help="Have students see it at once, as `grader publish` does.")
@json_option
def command(
    submissions: Path,
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
    course_folder: Path | None,
    isolation: str,
    publishing: bool,
    overrides: Path | None,
    as_json: bool,
) -> int:
    """Grade a folder of hand-ins.

    SUBMISSIONS holds a folder for each student, with files named after assignments: ada/momentum_step.py or .ipynb,
    or one of these in ada/momentum_step.zip or .tar.gz; or it is what Canvas, Moodle, Gradescope, Blackboard or
    Brightspace give out, what nbgrader collected, or a folder of git checkouts.  It may itself be a .zip or .tar.gz of
    such a folder; nothing is unpacked to disk.
    Writes OUT/results.json, OUT/index.html, a page for each student in OUT/reports/, the same with hidden inputs in
    OUT/staff/, and keeps everything in the gradebook: OUT/gradebook.sqlite3, unless --gradebook names another.
    Whose score moved since the last run, and hand-ins that need a person, are listed at the end.
    With a roster (`grader roster import`), everybody on it has a row, a team's hand-in is a row for each of its
    members, and who is not on it is graded and listed.
    Exit code 1 if not one hand-in could be graded, 3 if the grader itself failed at one.
    """
    course = find_course(course_folder)
    say_whose_rubric(course)
    require_outside(course, submissions)
    if cluster:
        require_safe(cluster)
    require_reference(course)
    assignments = course.assignments(chosen)
    with Backends(Isolation(isolation), hidden=True) as backends:
        if not dry_run:
            backends.begin(assignments[0].packages)  # while the class is read
        people = people_in(Outputs(out, book=book))
        found = classroom(submissions, assignments, layout=layout or "", people=people, without=Outputs(out).everything)
        say_recognised(found)
        if dry_run:
            who_what_when(with_everybody(found.hand_ins, people, assignments), found.names)
            not_on_roster(unlisted_among(found.hand_ins, people), graded=False)
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
        decided = find_overrides(course.root, overrides, submissions)
        take_overrides(decided, outputs, prepared, course.assignment_ids(), (each.student for each in rows))
        with (
            counting(len(rows), quiet=quiet or as_json) as progress,
            Cluster(cluster, tier_of(backends.isolation).name) if cluster else nullcontext() as connected,
        ):
            run = grade_class(
                rows,
                prepared,
                outputs=outputs,
                isolation=backends.isolation,
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
    not_on_roster(run.unlisted)
    return _exit_code(run.grades)


def _exit_code(grades: Sequence[Grade]) -> int:
    if any(grade.status is Status.REGRADE_NEEDED for grade in grades):
        return GraderError.exit_code
    return 0 if any(grade.status is Status.GRADED for grade in grades) else 1


def others_of(course: Course, assignments: Sequence[Assignment]) -> Iterator[Assignment]:
    """The rest of the course, whose grades of earlier runs are shown; one that is broken keeps nobody from anything."""
    chosen = {each.id for each in assignments}
    for name in course.assignment_ids():
        if name not in chosen:
            with contextlib.suppress(UsageError):
                yield course.assignment(name)


def prepare_all(
    course: Course, assignments: Sequence[Assignment], outputs: Outputs, isolation: Isolation
) -> tuple[dict[str, Prepared], Isolation]:
    """Every assignment ready to grade by, and what `auto` came to, which the run holds to.

    Raises `RubricError` where a known mistake would earn everything.
    """
    with Backends(isolation, hidden=True) as backends:
        return prepared_with(course, assignments, outputs, backends), backends.isolation


def prepared_with(
    course: Course, assignments: Sequence[Assignment], outputs: Outputs, backends: Backends
) -> dict[str, Prepared]:
    """The same, with backends that the run may go on with."""
    prepared = {}
    for assignment in assignments:
        backend = backends.having(assignment.packages)
        prepared[assignment.id] = prepare(course, assignment, backend, cache=outputs.cache)
        require_no_survivor(prepared[assignment.id])
    return prepared


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
