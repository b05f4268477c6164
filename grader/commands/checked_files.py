"""A student's own files, judged once or at each save, and what is printed of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import msgspec

from grader.collect.own_files import own_submissions
from grader.commands import trouble
from grader.commands.options import saying_what_runs
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import GraderError, UsageError
from grader.files import write_named
from grader.records import Grade, Status
from grader.sandbox.tiers import Backends
from grader.student import checking
from grader.student.checking import Checked
from grader.student.memory import remember_checks
from grader.student.saves import state, wait_for_save
from grader.student.selection import Selection

if TYPE_CHECKING:
    from rich.console import Console

_WATCHING = "Watching your files: each save is checked again. Ctrl-C ends this."
_SAVED = "======== saved at {time} ========"


class How(msgspec.Struct, frozen=True):
    """In which form results are wanted."""

    report: Path | None
    plain: bool
    json: bool


def check(course: Course, asked: Selection, here: Path, backends: Backends, how: How) -> list[Checked]:
    """Judge what is asked for, and say it."""
    found = own_submissions(course, asked.names, here)
    pages = _pages(how.report, [assignment for assignment, _ in found])
    if not how.json:  # while what runs student code may still start
        from grader.reports.pages import terminal  # noqa: F401, PLC0415 - what prints is loaded with it
    with saying_what_runs(backends):
        checked = list(checking.check(course, found, asked, backends))
    _write_pages(checked, pages)
    if how.json:
        from grader.exports import results  # noqa: PLC0415 - and with it every other form

        click.echo(results.to_json((each.asked_for for each in checked), audience="student"), nl=False)
    else:
        _say(checked, pages, in_lines=how.plain)
        remember_checks(course, [each.graded.grade for each in checked])
    return checked


def check_each_save(course: Course, asked: Selection, here: Path, backends: Backends, how: How) -> NoReturn:
    """Begin with what is there; an error is said, and the next save may have mended it."""
    due = asked
    while True:
        known = state(course, asked, here)
        try:
            check(course, due, here, backends, how)
        except GraderError as error:
            trouble.say(error)
            backends.close()  # one of them may be what failed; the next check opens it anew
        click.echo(f"\n{_WATCHING}", err=True)
        due = wait_for_save(course, asked, here, known)
        click.echo(f"\n{_SAVED.format(time=datetime.now().astimezone().strftime('%H:%M:%S'))}\n")


def exit_code(grades: Sequence[Grade]) -> int:
    """What a check of a student's own files ends with: 0 where everything passed, 1 where a criterion was lost."""
    if any(each.status is Status.REGRADE_NEEDED for each in grades):
        return GraderError.exit_code
    return 1 if any(judgement.lost for each in grades for judgement in each.judgements) else 0


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

    for each, path in zip(checked, pages, strict=True):
        try:
            write_named(path, student.page(each.graded, each.prepared, at=datetime.now(UTC)))
        except OSError as error:
            raise UsageError(
                f"the page {path} cannot be written: {error.strerror}", remedy="name another file with --report"
            ) from None


def _say(checked: Sequence[Checked], pages: Sequence[Path], *, in_lines: bool) -> None:
    from grader.commands import console  # noqa: PLC0415 - not needed with --json

    terminal = console.console(colours=not in_lines)
    for text in printed_texts(checked, terminal, only_ascii=console.only_ascii(), in_lines=in_lines):
        click.echo(text, color=True)  # what colour there is was decided when it was rendered
    for path in pages:
        click.echo(f"report: {path}")
    lost = next((each.graded.grade.assignment for each in checked if _has_figures(each)), None)
    if lost and not pages:
        click.echo(f"A page with the figures: grader check {lost} --report {lost}.html")
    if any(each.graded.grade.was_run and judgement.lost for each in checked for judgement in each.judgements):
        click.echo("One hint at a time: grader hint")


def printed_texts(
    checked: Sequence[Checked], where: Console, *, only_ascii: bool, in_lines: bool = False
) -> Iterator[str]:
    """What is printed of each hand-in, with no order in it for whoever reads what is printed."""
    from rich.rule import Rule  # noqa: PLC0415 - not needed with --json

    from grader.commands.console import printed  # noqa: PLC0415 - as above
    from grader.reports.pages import terminal  # noqa: PLC0415 - as above

    look = terminal.Look(only_ascii, in_lines)
    for number, each in enumerate(checked):
        if number:
            yield printed(Rule(characters="-" if only_ascii else "─", style="dim"), where, ascii_alone=only_ascii)
        page = terminal.page(each.graded, each.prepared, look, terminal.Shown(each.judgements, each.progress))
        yield printed(page, where, ascii_alone=only_ascii)


def _has_figures(checked: Checked) -> bool:
    return any(judgement.difference is not None for judgement in checked.judgements)
