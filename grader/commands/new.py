"""`grader new`: a new assignment, sound from the first minute."""

from __future__ import annotations

from pathlib import Path

import click

from grader.course import scaffold
from grader.course.folder import working_folder
from grader.errors import UsageError


@click.command("new")
@click.argument("name", metavar="ID")
@click.option("--from", "source", metavar="ASSIGNMENT", help="Begin with a copy of this assignment.")
@click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The course folder; else the nearest one around the working folder, or that folder itself.",
)
def command(name: str, source: str | None, folder: Path | None) -> None:
    """Write a new assignment: statement, stub, rubric, reference, a known mistake and an accepted variant.

    ID is its name: small letters, digits and _.  It is an exercise that works, and `grader selftest ID` finds nothing
    wrong with it; rewrite it file by file.  In an empty folder a course begins.
    """
    root = _course_root(folder)
    written = scaffold.copied_assignment(root, name, source) if source else scaffold.new_assignment(root, name)
    for path in written:
        click.echo(path.relative_to(root))
    click.echo(
        f"\n{name} is an exercise that works. Next:\n"
        f"  1. write the reference, reference/{name}/solution.py, and the stub beside the statement\n"
        f"  2. write what is marked, assignments/{name}/test_public.py and test_hidden.py\n"
        f"  3. grader mistake new {name} FUNCTION NAME, for each mistake that students make\n"
        f"  4. grader selftest {name}\n"
        f"  5. grader release --out ../pack"
    )


def _course_root(folder: Path | None) -> Path:
    """Where the assignment goes: a course, or a folder that is to become one."""
    if folder is not None:
        return folder.resolve()
    here = working_folder()
    root = next((each for each in (here, *here.parents) if (each / "assignments").is_dir()), here)
    if root == here and not (here / "assignments").is_dir() and any(here.glob("*.py")):
        raise UsageError(
            f"{here} is no course, and holds Python files",
            remedy="run this in an empty folder, or name one: --course DIR",
        )
    return root
