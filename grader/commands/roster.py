"""`grader roster`: the list of who is in the class, from a learning platform's file, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec
from rich.table import Table
from rich.text import Text

from grader.batch.book import gradebook_remark
from grader.batch.outputs import Outputs, open_outputs, write_page
from grader.batch.roster import import_roster, people_in, would_change
from grader.collect.roster import Roster, read_roster
from grader.commands.console import console, only_ascii, printed
from grader.commands.options import gradebook_option, json_option
from grader.course.accommodations import extra_time
from grader.errors import UsageError
from grader.exports import roster_table
from grader.gradebook.address import Address
from grader.gradebook.roster import Changes
from grader.records import Person
from grader.safe_text import json_without_orders, visible, without_orders

_NAMED = 12  # ids in a line before the rest is counted

_out_option = click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that is graded into."
)


@click.group("roster")
def command() -> None:
    """Keep the list of who is in the class.

    With it everybody has a row, also who handed in nothing, and who handed in without being on it is listed. It is
    kept in the gradebook; no roster is needed to grade.
    """


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_out_option
@gradebook_option
@click.option("--id", "id_heading", default="", metavar="HEADING", help="The column of ids under which people hand in.")
@click.option("--dry-run", is_flag=True, help="Say what was recognised and what would change, and change nothing.")
@click.option("--replace", is_flag=True, help="Make the file the whole roster: who is not in it goes.")
@json_option
def import_command(
    file: Path, out: Path, book: Address | None, id_heading: str, dry_run: bool, replace: bool, as_json: bool
) -> None:
    """Bring the roster up to a class list.

    FILE is CSV as Canvas, Moodle, Gradescope, Brightspace, Blackboard or a spreadsheet writes it, with a line of
    headings. Who is in it already is updated; who is not stays, and so does what it has no column for.
    """
    roster = read_roster(file, id_heading=id_heading)
    if dry_run:
        changes = would_change(Outputs(out, book=book), roster, replace=replace)
    else:
        outputs = Outputs(out, book=book) if book else open_outputs(out)
        if remark := gradebook_remark(outputs):
            click.echo(remark, err=True)
        changes = import_roster(outputs, roster, replace=replace)
    if as_json:
        _echo_json(_as_document(roster, changes, dry_run=dry_run, replace=replace))
        return
    _say_columns(file, roster)
    if dry_run:
        _say_people(roster.people)
    _say_changes(changes, dry_run=dry_run, replace=replace)


@command.command("show")
@_out_option
@gradebook_option
@json_option
def show_command(out: Path, book: Address | None, as_json: bool) -> None:
    """Print the roster, with names and addresses."""
    people = _people(Outputs(out, book=book))
    if as_json:
        _echo_json({"schema": "grader/roster/1", "audience": "staff", "people": people})
    else:
        _say_people(people)


@command.command("export")
@_out_option
@gradebook_option
@click.option("--to", "target", type=click.Path(path_type=Path), help="The file to write.  [default: print it]")
def export_command(out: Path, book: Address | None, target: Path | None) -> None:
    """Write the roster as CSV, with headings that `roster import` knows again."""
    text = roster_table.write(_people(Outputs(out, book=book)))
    if target is None:
        click.echo(without_orders(text), nl=False)
        return
    try:
        write_page(target, text)
    except OSError as trouble:
        raise UsageError(
            f"{target} cannot be written: {trouble.strerror}", remedy="name another file with --to"
        ) from None


def _people(outputs: Outputs) -> tuple[Person, ...]:
    people = people_in(outputs)
    if not people:
        raise UsageError(
            f"there is no roster in {outputs.book or outputs.root}",
            remedy="make one with `grader roster import FILE.csv`",
        )
    return people


def _echo_json(document: object) -> None:
    click.echo(json_without_orders(msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"), nl=False)


def _as_document(roster: Roster, changes: Changes, *, dry_run: bool, replace: bool) -> dict[str, object]:
    headings = roster.columns.headings
    return {
        "schema": "grader/roster-import/1",
        "audience": "staff",
        "columns": {headings[place]: field for place, field in sorted(roster.columns.fields.items())},
        "passed_over": roster.columns.passed_over,
        "skipped": [{"line": line, "name": name} for line, name in roster.skipped],
        "without_account": roster.without_account,
        "people": roster.people,
        "new": changes.new,
        "changed": changes.changed,
        "same": changes.same,
        "not_listed": changes.not_listed,
        "replace": replace,
        "dry_run": dry_run,
    }


def _say_columns(file: Path, roster: Roster) -> None:
    _echo(f"{file}: {len(roster.people)} {'person' if len(roster.people) == 1 else 'people'}")
    headings = roster.columns.headings
    shown = {visible(headings[place], 40): field for place, field in sorted(roster.columns.fields.items())}
    width = max(map(len, shown))
    for heading, field in shown.items():
        _echo(f"  {heading:{width}}  {field}")
    if roster.columns.passed_over:
        _echo(f"columns passed over: {_listed(roster.columns.passed_over)}")
    if roster.skipped:
        _echo(f"rows that are nobody: {_listed(f'{name} (line {line})' for line, name in roster.skipped)}")
    if roster.without_account:
        account = visible(roster.columns.heading_of_ids, 40)
        _echo(f"no {account} yet, so another id stands for them: {_listed(roster.without_account)}")
    _say_teams(Counter(person.team for person in roster.people if person.team))
    _say_accommodations([person for person in roster.people if person.accommodations])


_LARGE = 6  # people; a team hands in one file, and few write one together


def _say_teams(sizes: Counter[str]) -> None:
    """How many hand in together: who takes groups of a course for teams gives each of them the grade of one."""
    if not sizes:
        return
    least, most = min(sizes.values()), max(sizes.values())
    _echo(f"teams, of which one file counts for all: {len(sizes)}, of {least}{f' to {most}' if most > least else ''}")
    if large := [f"{visible(team, 40)} ({count})" for team, count in sizes.most_common() if count > _LARGE]:
        _echo(
            f"large for a team: {_listed(large)}\n"
            "  → if people only meet in these groups, call that column section, and import again with --replace"
        )


def _say_accommodations(people: Sequence[Person]) -> None:
    """Who has more time in everything; a slip in what gives it would else be seen when points are gone."""
    if with_time := [person.student for person in people if extra_time(person.accommodations)]:
        _echo(f"more time in everything: {_listed(with_time)}")
    if without := [person for person in people if not extra_time(person.accommodations)]:
        told = _listed(f"{person.student} ({person.accommodations})" for person in without)
        _echo(f"accommodations without extra time, which is written +2 days or +12 hours: {told}")


def _say_changes(changes: Changes, *, dry_run: bool, replace: bool) -> None:
    _echo(f"{len(changes.new)} new, {len(changes.changed)} changed, {len(changes.same)} as before")
    if changes.not_listed:
        fate = ("would go" if dry_run else "taken off the roster") if replace else "stay; --replace takes them off"
        _echo(f"{len(changes.not_listed)} on the roster and not in the file ({fate}): {_listed(changes.not_listed)}")
    if dry_run:
        _echo("nothing was changed")


def _say_people(people: Sequence[Person]) -> None:
    """One row a person; columns that nobody has anything in are left out."""
    others = list(dict.fromkeys(heading for person in people for heading in person.other_ids))
    rows = [
        (
            *(person.student, person.name, person.email, person.section, person.team, person.accommodations),
            *(person.other_ids.get(heading, "") for heading in others),
        )
        for person in people
    ]
    headings = (*roster_table.HEADINGS, *others)
    told = [place for place in range(len(headings)) if not place or any(row[place] for row in rows)]
    table = Table()
    for place in told:
        table.add_column(Text(visible(headings[place], 40)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(row[place], 200)) for place in told))
    click.echo(printed(table, console(), ascii_alone=only_ascii()))


def _listed(texts: Iterable[str]) -> str:
    shown = [visible(text, 60) for text in texts]
    more = [f"{len(shown) - _NAMED} more"] if len(shown) > _NAMED else []
    return ", ".join([*shown[:_NAMED], *more])


def _echo(line: str) -> None:
    click.echo(without_orders(line))
