"""`grader check`: a student's own file against the public criteria."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands import completion
from grader.commands.options import course_option, isolation_option, json_option, say_whose_rubric, starting_backends
from grader.course.folder import find_course, working_folder
from grader.errors import UsageError


@click.command("check")
@click.argument("names", nargs=-1, metavar="[ASSIGNMENT|FUNCTION|FILE]...", shell_complete=completion.names(parts=True))
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the page with the figures too; a folder takes a page for each assignment.",
)
@click.option("--plain", is_flag=True, help="A line after the other, without tables and colours, as for reading aloud.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@course_option
@isolation_option
@json_option
def command(
    names: tuple[str, ...],
    report: Path | None,
    plain: bool,
    watch: bool,
    course_folder: Path | None,
    isolation: str,
    as_json: bool,
) -> int:
    """Check your own file: what is right, what is not, and why.

    Name an ASSIGNMENT, a FUNCTION or a criterion by itself (`momentum_step.sgd_step` where the name alone could be two
    things), or a FILE; without a name, every file found is checked.  Public criteria are judged as they will be after
    hand-in.  Exit code 0 if all that was asked for passed, 1 if a criterion was lost.
    """
    if watch and as_json:
        raise UsageError("--watch and --json do not go together", remedy="--json is one document: leave one of the two")
    here = working_folder()
    course = find_course(course_folder, start=here)
    say_whose_rubric(course)
    with starting_backends(course, isolation) as backends:
        from grader.commands.checked_files import How, check, check_each_save, exit_code  # noqa: PLC0415 - meanwhile
        from grader.student.selection import selection  # noqa: PLC0415 - as above

        asked, how = selection(course, names, here), How(report, plain, as_json)
        if watch:
            check_each_save(course, asked, here, backends, how)
        return exit_code([each.asked_for for each in check(course, asked, here, backends, how)])
