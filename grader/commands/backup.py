"""`grader backup`: the gradebook as one file, whole, whatever is being written."""

from __future__ import annotations

from pathlib import Path

import click

from grader.batch.outputs import Outputs
from grader.errors import UsageError
from grader.gradebook.store import open_gradebook


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
def command(file: Path, out: Path) -> None:
    """Copy the gradebook into one file.

    FILE is a gradebook of its own, as OUT/gradebook.sqlite3 was at one moment, without what was forgotten before; put
    there, it takes that one's place.  It is readable by its owner alone, and no file is written over.
    """
    outputs = Outputs(out)
    if not outputs.gradebook.exists():
        raise UsageError(f"{out} holds no gradebook", remedy="name the folder that was graded into with --out")
    if file.exists() or file.is_symlink():
        raise UsageError(f"{file} is there already", remedy="name a file that is not there yet")
    if not file.parent.is_dir():
        raise UsageError(f"there is no folder {file.parent}", remedy="make it first")
    gradebook = open_gradebook(outputs.gradebook)
    try:
        gradebook.copy_to(file)
    finally:
        gradebook.close()
    click.echo(f"{file}: {file.stat().st_size / 1024:.0f} KiB; whoever is forgotten in {out} later is still in it")
