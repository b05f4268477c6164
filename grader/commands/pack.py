"""`grader pack`: the archive that a student hands in."""

from __future__ import annotations

from pathlib import Path

import click

from grader.collect.own_files import own_submissions
from grader.commands import completion, console
from grader.commands.options import (
    course_option,
    isolation_option,
    say_whose_rubric,
    saying_what_runs,
    starting_backends,
)
from grader.course.folder import find_course, working_folder
from grader.errors import UsageError
from grader.files import AS_USUAL, write_whole
from grader.records import Status
from grader.reports.pages import hand_in as page
from grader.student import checking
from grader.student.bundle import ARCHIVE, Bundle, bundle
from grader.student.selection import Selection, selection


@click.command("pack")
@click.argument("names", nargs=-1, metavar="[ASSIGNMENT|FILE]...", shell_complete=completion.names(parts=False))
@course_option
@isolation_option
def command(names: tuple[str, ...], course_folder: Path | None, isolation: str) -> int:
    """Make the hand-in, and say what is missing in it.

    It takes the files of ASSIGNMENTS, or of all that there are, under the names that are asked for, and writes them to
    hand-in.zip in the working folder.  It says what is in it and what is not: functions that are not written, an
    untouched stub, imports that will not be there, files of your own that others import.  Exit code 1 if something
    that was asked for is not in it.
    """
    here = working_folder()
    course = find_course(course_folder, start=here)
    say_whose_rubric(course)
    with starting_backends(course, isolation) as backends, saying_what_runs(backends):
        asked = selection(course, names, here)
        _require_whole(asked)
        found = own_submissions(course, asked.names, here)
        checked = list(checking.check(course, found, asked, backends))
    own = [(submission, each) for (_, submission), each in zip(found, checked, strict=True)]
    made = bundle(own, course, here, whole=not names)
    target = here / ARCHIVE
    _write(made, target)
    shown = page.page(made, earlier=not made.packed and target.exists())
    click.echo(console.printed(shown, console.console(), ascii_alone=console.only_ascii()), color=True)
    return _exit_code(made, named=bool(names))


def _require_whole(asked: Selection) -> None:
    if asked.parts:
        part = next(iter(asked.parts.values()))[0]
        raise UsageError(
            f"{part} is a part of a file, and files are handed in whole",
            remedy=f"name the assignment: grader pack {next(iter(asked.parts))}",
        )


def _write(made: Bundle, target: Path) -> None:
    if not made.packed:
        return
    try:
        write_whole(target, made.to_bytes(), mode=AS_USUAL)
    except OSError as trouble:
        raise UsageError(
            f"{target} cannot be written: {trouble.strerror}",
            remedy="make room there, or go into a folder that you may write to",
        ) from None


def _exit_code(made: Bundle, *, named: bool) -> int:
    """Whether all is in it that was named or, where nothing was, all that was begun."""
    return 0 if made.packed and not (named and made.not_taken) and not _refused(made) else 1


def _refused(made: Bundle) -> bool:
    return any(grade.status is not Status.MISSING for grade in made.not_taken)
