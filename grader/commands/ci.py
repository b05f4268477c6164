"""`grader ci`: a student's own files in a CI job, told in the form of the place that runs it.

A place is a row of `PLACES`: how its environment is known, and what it is given.  The next one is a row there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
import msgspec

from grader.collect.own_files import own_submissions
from grader.commands import completion, console
from grader.commands.checked_files import exit_code, printed_texts
from grader.commands.options import (
    course_option,
    isolation_option,
    say_whose_rubric,
    saying_what_runs,
    starting_backends,
)
from grader.course.folder import Course, find_course, working_folder
from grader.errors import GraderError, StorageError, UsageError
from grader.exports import classroom50, code_quality, github, junit
from grader.exports.lost_lines import LostLine, lost_lines
from grader.files import AS_USUAL, write_whole
from grader.records import Grade, NoticeKind, Submission
from grader.safe_text import visible, without_orders
from grader.student import checking
from grader.student.checking import Checked
from grader.student.selection import selection

JUNIT = "grader-junit.xml"
CODE_QUALITY = "gl-code-quality-report.json"
CLASSROOM_50 = "result.json"


@click.command("ci")
@click.argument("names", nargs=-1, metavar="[ASSIGNMENT|FUNCTION|FILE]...", shell_complete=completion.names(parts=True))
@course_option
@isolation_option
def command(names: tuple[str, ...], course_folder: Path | None, isolation: str) -> int:
    """Check your own file in a CI job, in the form of the place.

    On GitHub Actions that is the summary of the job and remarks on lines; on GitLab grader-junit.xml and
    gl-code-quality-report.json in the working folder; in an autograder.py of Classroom 50 result.json.  Everywhere the
    log has it as plain text.  Public criteria alone are judged, and whoever can change the repository can change them:
    an official grade comes from the instructor's own run.  Exit code 0 if all that was asked for passed, 1 if a
    criterion was lost; in Classroom 50 0 for both, since it takes another one for a failure of the autograder.
    """
    here = working_folder()
    course = find_course(course_folder, start=here)
    say_whose_rubric(course)
    with starting_backends(course, isolation) as backends:
        asked = selection(course, names, here)
        found = own_submissions(course, asked.names, here)
        with saying_what_runs(backends):
            checked = list(checking.check(course, found, asked, backends))
    terminal = console.console(colours=False)
    for text in printed_texts(checked, terminal, only_ascii=console.only_ascii(), in_lines=True):
        click.echo(text)
    sources = [_Source(submission, _path(submission, course, here)) for _, submission in found]
    told = _Told(checked, sources, here, os.environ)
    codes = [place.tell(told) for place in PLACES if place.is_here(os.environ)]
    own = [code for code in codes if code is not None]
    return own[0] if own else exit_code(told.grades)


class _Source(msgspec.Struct, frozen=True):
    """A file that was checked, and where it stands for whoever shows it."""

    submission: Submission
    path: str


class _Told(msgspec.Struct, frozen=True):
    """What there is to tell, and where."""

    checked: Sequence[Checked]
    sources: Sequence[_Source]
    here: Path
    environment: Mapping[str, str]

    @property
    def grades(self) -> list[Grade]:
        return [each.asked_for for each in self.checked]

    @property
    def lost(self) -> list[LostLine]:
        pairs = zip(self.grades, self.sources, strict=True)
        return [lost for grade, source in pairs for lost in lost_lines(grade, source.submission, source.path)]


class Place(msgspec.Struct, frozen=True):
    """Where a job can run; `tell` gives an exit code where the place has its own meaning for that."""

    is_here: Callable[[Mapping[str, str]], bool]
    tell: Callable[[_Told], int | None]


def _tell_github(told: _Told) -> None:
    if place := told.environment.get("GITHUB_STEP_SUMMARY"):
        titles = [each.prepared.assignment.title for each in told.checked]
        try:
            _append_summary(Path(place), list(zip(told.grades, titles, strict=True)))
        except OSError as trouble:  # a verdict without its summary is one all the same
            said = f"the summary of the job is left out: {visible(place, 200)} cannot be written: {trouble.strerror}"
            click.echo(without_orders(said), err=True)
    for line in github.annotation_commands(told.lost):
        click.echo(line)


def _append_summary(path: Path, grades: Sequence[tuple[Grade, str]]) -> None:
    room = github.MOST_BYTES - (path.stat().st_size if path.is_file() else 0)
    with path.open("a", encoding="utf-8") as file:
        file.write(github.summary(grades, room))


def _tell_gitlab(told: _Told) -> None:
    _write(told.here / JUNIT, junit.write(told.grades))
    _write(told.here / CODE_QUALITY, code_quality.write(told.lost))


def _tell_classroom_50(told: _Told) -> int:
    _write(told.here / CLASSROOM_50, classroom50.write(told.grades, told.environment))
    return 0


PLACES = (
    Place(lambda environment: environment.get("GITHUB_ACTIONS") == "true", _tell_github),
    Place(lambda environment: environment.get("GITLAB_CI") == "true", _tell_gitlab),
    Place(lambda environment: environment.get("SUBMISSION_TAG", "").startswith("submit/"), _tell_classroom_50),
)


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text, mode=AS_USUAL)  # and never through a link that lies in the repository
    except OSError as trouble:
        raise _unwritable(path, trouble) from trouble


def _unwritable(path: Path, trouble: OSError) -> GraderError:
    said = f"{path} cannot be written: {trouble.strerror}"
    if isinstance(trouble, PermissionError) or trouble.errno == errno.EROFS:
        return UsageError(said, remedy="run it in a folder that may be written to")
    return StorageError(said, remedy="make room for it")


def _path(submission: Submission, course: Course, here: Path) -> str:
    """Where the file stands in the checkout; empty where it is in none."""
    taken = [each.name for each in submission.notices if each.kind in {NoticeKind.NEAR_NAME, NoticeKind.IN_FOLDER}]
    name = taken[0] if taken else submission.filename
    root = _checkout(here)
    for folder in (here, course.root):
        path = (folder / name).resolve()
        if name and path.is_file() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return submission.filename or f"{submission.assignment}.py"


def _checkout(here: Path) -> Path:
    place = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    return Path(place or here).resolve()
