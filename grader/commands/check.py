"""`grader check`: a student's own file against the public criteria."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.collect.own_files import own_submissions
from grader.commands.options import course_option, isolation_option, json_option, say_whose_rubric
from grader.course.folder import Assignment, find_course, working_folder
from grader.errors import GraderError, UsageError
from grader.exports import results
from grader.files import write_named
from grader.grading.grade import Graded, grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Status
from grader.safe_text import without_orders
from grader.sandbox.tiers import Backends

if TYPE_CHECKING:
    from rich.console import Console

Checked = tuple[Graded, Prepared]


@click.command("check")
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the page with the figures too; a folder takes a page for each assignment.",
)
@click.option("--plain", is_flag=True, help="A line after the other, without tables and colours, as for reading aloud.")
@course_option
@isolation_option
@json_option
def command(
    assignments: tuple[str, ...],
    report: Path | None,
    plain: bool,
    course_folder: Path | None,
    isolation: str,
    as_json: bool,
) -> int:
    """Check your own file: what is right, what is not, and why.

    ASSIGNMENT is the name of an assignment or a file; without one, every file found is checked.  Public criteria are
    judged as they will be after hand-in.  Exit code 0 if everything passed, 1 if a criterion was lost.
    """
    here = working_folder()
    course = find_course(course_folder, start=here)
    say_whose_rubric(course)
    found = own_submissions(course, assignments, here)
    pages = _pages(report, [assignment for assignment, _ in found])
    checked: list[Checked] = []
    with Backends(Isolation(isolation), hidden=False) as backends:
        for assignment, submission in found:
            backend = backends.having(assignment.packages)
            if not backend.tier.locked_down and isolation == Isolation.AUTO and not checked:
                click.echo(
                    f"running as `{backend.tier.isolation}`: your file runs in a process of its own, with no lock",
                    err=True,
                )
            prepared = prepare(course, assignment, backend, cache=course.cache).public
            checked.append((grade(submission, prepared, backend), prepared))
    _write_pages(checked, pages)
    if as_json:
        click.echo(results.to_json((graded.grade for graded, _ in checked), audience="student"), nl=False)
    else:
        _say(checked, pages, in_lines=plain)
    return _exit_code(checked)


def _exit_code(checked: Sequence[Checked]) -> int:
    grades = [graded.grade for graded, _ in checked]
    if any(each.status is Status.REGRADE_NEEDED for each in grades):
        return GraderError.exit_code
    return 0 if all(judgement.passed for each in grades for judgement in each.judgements) else 1


def _pages(report: Path | None, assignments: Sequence[Assignment]) -> list[Path]:
    """Where the page of each assignment goes; nowhere without `--report`."""
    if report is None:
        return []
    if report.suffix != ".html" or report.is_dir():
        return [report / f"{assignment.id}.html" for assignment in assignments]
    if len(assignments) > 1:
        raise UsageError(
            f"{report} is one file, and {len(assignments)} assignments are checked",
            remedy="name one assignment, or a folder with --report",
        )
    return [report]


def _write_pages(checked: Sequence[Checked], pages: Sequence[Path]) -> None:
    if not pages:
        return
    from grader.reports.pages import student  # noqa: PLC0415 - figures cost time that a check without a page need not spend

    for (graded, prepared), path in zip(checked, pages, strict=True):
        try:
            write_named(path, student.page(graded, prepared, at=datetime.now(UTC)))
        except OSError as trouble:
            raise UsageError(
                f"the page {path} cannot be written: {trouble.strerror}", remedy="name another file with --report"
            ) from None


def _say(checked: Sequence[Checked], pages: Sequence[Path], *, in_lines: bool) -> None:
    from rich.console import Console  # noqa: PLC0415 - not needed with --json

    console = Console(highlight=False, emoji=False, markup=False, force_terminal=False if in_lines else None)
    only_ascii = not (sys.stdout.encoding or "").lower().startswith("utf")
    for text in printed_texts(checked, console, only_ascii=only_ascii, in_lines=in_lines):
        click.echo(text, color=True)  # what colour there is was decided when it was rendered
    for path in pages:
        click.echo(f"report: {path}")
    lost = next((graded.grade.assignment for graded, _ in checked if _has_figures(graded)), None)
    if lost and not pages:
        click.echo(f"A page with the figures: grader check {lost} --report {lost}.html")


def printed_texts(
    checked: Sequence[Checked], console: Console, *, only_ascii: bool, in_lines: bool = False
) -> Iterator[str]:
    """What is printed of each hand-in, with no order in it for whoever reads what is printed."""
    from grader.reports.pages import terminal  # noqa: PLC0415 - not needed with --json

    for number, (graded, prepared) in enumerate(checked):
        with console.capture() as captured:
            if number:
                console.rule(characters="-" if only_ascii else "─", style="dim")
            console.print(terminal.page(graded, prepared, terminal.Look(only_ascii, in_lines)), crop=False)
        text = "\n".join(line.rstrip() for line in captured.get().splitlines())
        if only_ascii:
            text = text.encode(sys.stdout.encoding, errors="replace").decode(sys.stdout.encoding)
        yield without_orders(text)


def _has_figures(graded: Graded) -> bool:
    return any(judgement.difference is not None for judgement in graded.grade.judgements)
