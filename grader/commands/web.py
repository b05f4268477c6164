"""`grader web`: the pack's web site, served on this machine."""

from __future__ import annotations

import contextlib
import webbrowser
from pathlib import Path

import click

from grader.commands.options import course_option
from grader.course.folder import find_course
from grader.web.server import Server


@click.command("web")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Where to listen.  [default: any free port]")
@click.option("--no-browser", is_flag=True, help="Say the address, and open no browser.")
@course_option
def command(folder: Path | None, port: int, no_browser: bool, course_folder: Path | None) -> None:
    """Work in your browser: statement, editor and verdict on one page.

    Serves FOLDER, or the folder web/ of the pack around the working folder, on this machine alone, until Ctrl+C.  Needs
    no network where the site holds Python itself.
    """
    place = folder if folder is not None else find_course(course_folder).root / "web"
    serve(Server(place, port), "", no_browser=no_browser)


def serve(server: Server, page: str, *, no_browser: bool) -> None:
    """Say where it is, open it, and serve until Ctrl+C."""
    with server, contextlib.suppress(KeyboardInterrupt):
        address = f"{server.address}{page}"
        click.echo(f"{address}  (Ctrl+C ends it)")
        if not no_browser:
            webbrowser.open(address)
        server.serve_forever()
