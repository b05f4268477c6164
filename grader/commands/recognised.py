"""How a class was understood: what it is, and with `--dry-run` who handed in what and when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.collect.classroom import Classroom
from grader.collect.hand_in import HandIn, with_names_as_text
from grader.safe_text import visible, without_orders
from grader.words.hand_ins import notice_sentence, trouble_sentence

_MOST_NAMED = 10
_LONGEST = 120


def say_recognised(found: Classroom) -> None:
    """Print to stderr what the class was taken for, and what in it is nobody's."""
    if found.layout.id != "plain":
        people = len({each.student for each in found.hand_ins})
        click.echo(f"{found.layout.title}: {people} {'person' if people == 1 else 'people'}", err=True)
    for name in found.doubled:
        said = f"several hand-ins are of {visible(name, _LONGEST)} by the roster, and stand under the place's own ids"
        click.echo(without_orders(said), err=True)
    for name in found.passed_over[:_MOST_NAMED]:
        click.echo(without_orders(f"passed over, since its name says of nobody: {visible(name, _LONGEST)}"), err=True)
    if len(found.passed_over) > _MOST_NAMED:
        click.echo(f"… and {len(found.passed_over) - _MOST_NAMED} more", err=True)


def who_what_when(hand_ins: Sequence[HandIn], names: Mapping[str, str]) -> None:
    """Print a row for each hand-in: whose it is, the file, its time, and what there is to know of it.

    What is the same for all, or nothing, has no column; where there is no room for remarks they stand below.
    """
    rows = [_row(each, names) for each in hand_ins]
    console = Console()
    below = console.width < _ROOM
    columns = enumerate(zip(*rows, strict=True))
    shown = [place for place, column in columns if _tells_something(place, column) and not (below and place == _REMARK)]
    table = Table()
    for place in shown:
        table.add_column(_HEADINGS[place], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[place]) for place in shown))
    console.print(table)
    for row in rows if below else ():
        if row[_REMARK]:
            click.echo(without_orders(f"{row[0]}, {row[_ASSIGNMENT]}: {row[_REMARK]}"))


def hand_ins_as_json(hand_ins: Sequence[HandIn], names: Mapping[str, str], unlisted: Iterable[str]) -> str:
    """The same as one document: a record for each hand-in, and who is not on the roster."""
    document = {
        "schema": "grader-hand-ins/1",
        "hand_ins": [
            {
                "student": each.student,
                "name": names.get(each.student, ""),
                "assignment": each.assignment,
                "filename": each.filename,
                "submission_sha256": each.sha256,
                "handed_in_at": None if each.handed_in_at is None else each.handed_in_at.astimezone().isoformat(),
                "message": " ".join(_said(each)),
            }
            for each in map(with_names_as_text, hand_ins)
        ],
        "not_on_roster": list(unlisted),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


_HEADINGS = ("student", "called", "assignment", "file", "handed in", "")
_ASSIGNMENT, _REMARK = 2, 5  # of these
_ROOM = 120  # columns of a terminal


def _row(hand_in: HandIn, names: Mapping[str, str]) -> tuple[str, ...]:
    at = hand_in.handed_in_at
    return (
        visible(hand_in.student, 60),
        visible(names.get(hand_in.student, ""), 60),
        hand_in.assignment,
        visible(hand_in.filename, 60),
        "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}",
        visible(" ".join(_said(hand_in)), 300),
    )


def _said(hand_in: HandIn) -> list[str]:
    said = [trouble_sentence(hand_in.trouble)] if hand_in.trouble is not None else []
    return [*said, *map(notice_sentence, hand_in.notices)]


def _tells_something(place: int, column: Sequence[str]) -> bool:
    return place == 0 or (len(set(column)) > 1 if place == _ASSIGNMENT else any(column))
