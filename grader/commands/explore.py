"""`grader explore`: your own optimizers on landscapes, with sliders, in the browser."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import click

from grader.collect.names import SUFFIXES
from grader.collect.own_files import meant_by
from grader.commands.options import course_option
from grader.commands.web import serve
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course, working_folder
from grader.errors import UsageError
from grader.explore.preset_files import presets_of
from grader.student.selection import selection
from grader.web.server import Server


@click.command("explore")
@click.argument("assignment", required=False)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Where to listen.  [default: any free port]")
@click.option("--no-browser", is_flag=True, help="Say the address, and open no browser.")
@course_option
def command(assignment: str | None, port: int, no_browser: bool, course_folder: Path | None) -> None:
    """Watch your own optimizers on landscapes, and move their numbers.

    Opens the explore page of the pack around the working folder, at a demonstration of ASSIGNMENT if one is named, or
    of the one that has a function of that name.  It runs the functions in your files there, again whenever you save,
    and serves nothing but them and the site, on this machine alone, until Ctrl+C.
    """
    course = find_course(course_folder)
    assignments = course.assignments()
    chosen = "" if assignment is None else _first_preset(_meant(course, assignment))
    folder = course.root / "web"
    if (folder / "index.html").is_file() and not (folder / "explore.html").is_file():
        raise UsageError(
            f"none of the assignments in {course.root} has a demonstration to explore",
            remedy="`grader web` serves the pages that there are",
        )
    if not (folder / "explore.html").is_file():
        raise UsageError(
            f"{course.root} has no web site with an explore page",
            remedy="take a pack that was made by `grader release --web`, or name its folder with --course",
        )
    key = secrets.token_urlsafe(16)  # others on this machine can reach the address, too
    server = Server(folder, port, dict(_own(course, assignments, key)))
    serve(server, f"explore.html?folder={key}{chosen}", no_browser=no_browser)


def _meant(course: Course, named: str) -> Assignment:
    """The assignment of that name, or the one that has a function or a file of that name."""
    if named in course.assignment_ids():
        return course.assignment(named)
    (name,) = selection(course, [named], working_folder()).names
    return course.assignment(meant_by(name, course))


def _first_preset(assignment: Assignment) -> str:
    presets = presets_of([assignment])
    if not presets:
        raise UsageError(
            f"there is no demonstration of {assignment.id}", remedy="leave it out: `grader explore` shows all there are"
        )
    return f"#preset={presets[0].id}"


def _own(course: Course, assignments: list[Assignment], key: str) -> Iterator[tuple[str, Path]]:
    """The student's files by the names that the page asks for, whether they are there yet or not."""
    for each in assignments:
        for suffix in SUFFIXES:
            yield f"/own/{key}/{each.id}{suffix}", course.root / f"{each.id}{suffix}"
