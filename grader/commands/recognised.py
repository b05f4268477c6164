"""How a class was understood: what it is, and with `--dry-run` who handed in what and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.collect.classroom import Classroom
from grader.collect.hand_in import HandIn
from grader.safe_text import visible, without_orders
from grader.words.hand_ins import notice_sentence, trouble_sentence

_MOST_NAMED = 10
_LONGEST = 120


def say_recognised(found: Classroom) -> None:
    """Print to stderr what the class was taken for, and what in it is nobody's."""
    if found.layout.id == "plain":
        return
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


_HEADINGS = ("student", "called", "assignment", "file", "handed in", "")
_ASSIGNMENT, _REMARK = 2, 5  # of these
_ROOM = 120  # columns of a terminal


def _row(hand_in: HandIn, names: Mapping[str, str]) -> tuple[str, ...]:
    said = [trouble_sentence(hand_in.trouble)] if hand_in.trouble is not None else []
    said += map(notice_sentence, hand_in.notices)
    at = hand_in.handed_in_at
    return (
        visible(hand_in.student, 60),
        visible(names.get(hand_in.student, ""), 60),
        hand_in.assignment,
        visible(hand_in.filename, 60),
        "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}",
        visible(" ".join(said), 300),
    )


def _tells_something(place: int, column: Sequence[str]) -> bool:
    return place == 0 or (len(set(column)) > 1 if place == _ASSIGNMENT else any(column))
