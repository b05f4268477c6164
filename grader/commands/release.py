"""`grader release`: the pack that students get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from grader.commands.options import course_option, isolation_option
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course, require_out_elsewhere, require_reference
from grader.errors import UsageError
from grader.explore.preset_files import presets_of
from grader.explore.recorded import record_presets
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.installation import require_installed
from grader.isolation import Isolation
from grader.release.editor import editor
from grader.release.pack import Form, Pack, packed, release, require_fit
from grader.release.pyodide import parts_in
from grader.release.site import Web
from grader.sandbox.tiers import Backends


@click.command("release")
@click.argument("assignments", nargs=-1)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder that becomes the pack.")
@click.option("--force", is_flag=True, help="Renew an earlier pack; files that students changed stay as they are.")
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.PY.value,
    show_default=True,
    help="What students fill in: a Python file or a notebook for each assignment.",
)
@click.option("--web", is_flag=True, help="Add a web site in which students check their work in the browser.")
@click.option(
    "--pyodide",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Let the site hold the Python that is in FOLDER, instead of loading it from its public address.",
)
@click.option("--zip", "as_zip", is_flag=True, help="Write the pack as one file beside its folder, too.")
@course_option
@isolation_option
def command(
    assignments: tuple[str, ...],
    out: Path,
    force: bool,
    form: str,
    web: bool,
    pyodide: Path | None,
    as_zip: bool,
    course_folder: Path | None,
    isolation: str,
) -> None:
    """Make the pack that students get, with ASSIGNMENTS (all, if none is named).

    It holds statements, stubs, public criteria with recorded answers, and the grader as a wheel: students check their
    work with it, without the reference.  It is searched for everything secret first, and not made if there is any.
    """
    course = find_course(course_folder)
    require_reference(course)
    require_out_elsewhere(course, out)
    chosen = course.assignments(dict.fromkeys(assignments))
    if pyodide is not None and not web:
        raise UsageError("--pyodide is for a web site", remedy="add --web")
    if form == Form.IPYNB:
        require_installed("nbformat")  # before anything is recorded
    require_fit(out.resolve(), force=force, web=web)  # nor before it is known to have a place,
    if pyodide is not None:
        parts_in(pyodide)  # and all that it takes
    wanted = _web(course, chosen, Isolation(isolation), pyodide) if web else None
    prepared = _prepared(course, chosen, Isolation(isolation))
    pack = release(course, prepared, out, force=force, form=Form(form), web=wanted)
    _say(pack, wanted)
    if as_zip:
        click.echo(f"the same as one file: {packed(pack)}")


def _prepared(course: Course, assignments: Sequence[Assignment], isolation: Isolation) -> Iterator[Prepared]:
    with Backends(isolation, hidden=True) as backends:
        for assignment in assignments:
            click.echo(f"recording the answers to {assignment.id} …", err=True)
            backend = backends.having(assignment.packages)
            prepared = prepare(course, assignment, backend, cache=course.cache)
            yield prepared.with_all_rulings(partial(backends.having, assignment.packages))


def _web(course: Course, assignments: Sequence[Assignment], isolation: Isolation, pyodide: Path | None) -> Web:
    presets = presets_of(assignments)
    if presets:
        click.echo("recording the paths of the demonstrations …", err=True)
    with Backends(isolation, hidden=True) as backends:
        return Web(editor(course.cache), pyodide, record_presets(course, assignments, presets, backends.having))


def _say(pack: Pack, web: Web | None) -> None:
    click.echo(f"{pack.folder}: {', '.join(pack.assignments)}")
    click.echo(f"{pack.files} files with the grader {pack.version}; searched for secrets, none found")
    if web is not None:
        python = "holds Python itself" if web.pyodide else "loads Python from its public address"
        click.echo(f"web site: {pack.folder / 'web'}, for any web server; it {python}")
        if web.editor.why_plain:
            click.echo(f"the site has a plain editor: {web.editor.why_plain}")
    for name in pack.kept:
        click.echo(f"left alone, because it was changed: {name}")
