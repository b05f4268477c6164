"""Options that several commands share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.course.folder import Course, working_folder
from grader.errors import GraderError, UsageError
from grader.isolation import ISOLATIONS, Isolation
from grader.sandbox.tiers import Backends

if TYPE_CHECKING:
    from grader.gradebook.address import Address

course_option = click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The course folder.  [default: the nearest folder above that holds assignments/]",
)

isolation_option = click.option(
    "--isolation",
    type=click.Choice(ISOLATIONS),
    default="auto",
    show_default=True,
    help="How far student code is kept apart; auto takes the strongest that works.",
)


def _address(context: click.Context, parameter: click.Parameter, given: str | None) -> Address | None:  # noqa: ARG001
    """Where the gradebook is.  Raises `UsageError`, which does not repeat what was given: a password may be in it."""
    if not given or context.resilient_parsing:
        return None
    from grader.gradebook.address import read_address  # noqa: PLC0415 - students have no database

    return read_address(given)


gradebook_option = click.option(
    "--gradebook",
    "book",
    metavar="URL",
    envvar="GRADER_GRADEBOOK",
    show_envvar=True,
    callback=_address,
    help="The gradebook: postgresql://USER@HOST/DATABASE or sqlite:///FILE.  [default: OUT/gradebook.sqlite3]",
)

overrides_option = click.option(  # where the file with decisions is, if not in the course folder
    "--overrides",
    "overrides",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What staff decided by hand.  [default: overrides.toml in the course folder, if it is there]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def say_whose_rubric(course: Course) -> None:
    """One line where it is not the working folder's own: a rubric is a program, and is about to be run."""
    with contextlib.suppress(UsageError):  # a working folder that is gone holds no course
        if course.root == working_folder().resolve():
            return
    click.echo(f"rubric: {course.root}", err=True)


def starting_backends(
    course: Course, isolation: str, *, hidden: bool = False, chosen: Sequence[str] = (), wanted_now: bool = True
) -> Backends:
    """What runs student code, of the `chosen` assignments or all: it starts now, while the command goes on."""
    backends = Backends(Isolation(isolation), hidden=hidden)
    if not wanted_now:
        return backends
    with contextlib.suppress(GraderError):  # an assignment that is broken is said where it is used
        wanted = {each.packages for each in course.assignments(chosen)}
        if len(wanted) == 1:
            backends.begin(*wanted)
    return backends


@contextlib.contextmanager
def saying_what_runs(backends: Backends) -> Iterator[None]:
    """One line where nothing is locked, and nobody asked for that."""
    automatic = backends.isolation == Isolation.AUTO
    yield
    if automatic and backends.isolation == Isolation.NONE:
        click.echo("running as `none`: your file runs in a process of its own, with no lock", err=True)
