"""`grader backup`: the gradebook as one file, whole, whatever is being written."""

from __future__ import annotations

from pathlib import Path

import click

from grader.batch.book import existing_gradebook, require_gradebook
from grader.batch.outputs import Outputs
from grader.commands.options import gradebook_option
from grader.errors import UsageError
from grader.gradebook.address import Address, read_address


@click.command("backup")
@click.argument("file")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
def command(file: str, out: Path, book: Address | None) -> None:
    """Copy the gradebook into one file.

    FILE is a SQLite gradebook of its own, as the gradebook was at one moment, without what was forgotten before,
    whatever database that is in.  In the place of OUT/gradebook.sqlite3 it takes that one's, once what lies beside
    that one (-wal, -shm) is removed with it, and --gradebook sqlite:///FILE opens it where it is.  It is readable by
    its owner alone, and no file is written over.
    In the place of FILE the URL of an empty database takes the gradebook there.
    """
    outputs = Outputs(out, book=book)
    require_gradebook(outputs)
    to = read_address(file) if "://" in file else Address.of_file(Path(file))
    if to.file is not None:
        _require_free(to.file, to)
    with existing_gradebook(outputs) as gradebook:
        gradebook.copy_to(to)
    size = "" if to.file is None else f": {to.file.stat().st_size / 1024:.0f} KiB"
    click.echo(f"{to}{size or ' keeps it now'}; whoever is forgotten later is still in it")
    if to.file is None and outputs.gradebook.file is not None:
        stays = f"{outputs.gradebook.file} stays, and is what a command uses that is not given {to}"
        click.echo(f"{stays}\n  → put it away; whoever is forgotten later is still in it, too", err=True)


def _require_free(file: Path, to: Address) -> None:
    """Raise `UsageError` where something is in the way, or would be taken for a part of the copy."""
    for path in to.files:
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path} is there already", remedy="name a file that is not there yet")
    if not file.parent.is_dir():
        raise UsageError(f"there is no folder {file.parent}", remedy="make it first")
