"""`grader demo`: see what comes out, before anybody has handed anything in."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from grader.batch.outputs import open_outputs
from grader.batch.processes import default_jobs
from grader.batch.run import grade_class
from grader.collect.classroom import collect
from grader.commands.options import course_option, isolation_option
from grader.commands.preparing import prepare_all
from grader.commands.progress import counting
from grader.commands.tables import class_table
from grader.course.demo_class import write_class
from grader.course.folder import find_course, require_reference
from grader.errors import UsageError
from grader.isolation import Isolation

_MADE = ".made-by-grader-demo"


@click.command("demo")
@click.argument("chosen", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--out", default="out/demo", show_default=True, type=click.Path(path_type=Path), help="Where it all goes."
)
@click.option("--students", default=30, show_default=True, type=click.IntRange(1, 5000), help="Size of the class.")
@course_option
@isolation_option
def command(chosen: tuple[str, ...], out: Path, students: int, course_folder: Path | None, isolation: str) -> None:
    """Grade a made-up class, to see what comes out.

    The class is made of the reference, known mistakes, untouched stubs and broken files, for the assignments that are
    named, or for all.
    """
    course = find_course(course_folder)
    require_reference(course)
    assignments = course.assignments(chosen)
    outputs = open_outputs(out)
    folder = _fresh_folder(out)
    write_class(course, assignments, folder, students=students)
    handed_in = collect(folder, assignments)
    prepared, tier = prepare_all(course, assignments, outputs, Isolation(isolation))
    with counting(len(handed_in), quiet=False) as progress:
        run = grade_class(
            handed_in,
            prepared,
            outputs=outputs,
            isolation=tier,
            jobs=default_jobs(),
            progress=progress,
        )
    class_table(run.grades)
    click.echo(f"hand-ins:      {folder}")
    click.echo(f"class page:    {outputs.overview}")
    click.echo(f"student pages: {outputs.root / 'reports'}")
    click.echo(f"staff pages:   {outputs.root / 'staff'}")


def _fresh_folder(out: Path) -> Path:
    """An empty folder for the class; an earlier demo's is made anew, anything else is left alone."""
    folder = out / "submissions"
    if folder.exists():
        if not (folder.parent / _MADE).exists():
            raise UsageError(
                f"{folder} exists and is not of an earlier demo", remedy="choose another folder with --out"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder.parent / _MADE).touch()
    return folder
