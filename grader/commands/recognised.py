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
    """Print a row for each hand-in: whose it is, the file, its time, and what there is to know of it."""
    table = Table()
    for heading in ("student", "called", "assignment", "file", "handed in", ""):
        table.add_column(heading, overflow="fold")
    for each in hand_ins:
        said = [trouble_sentence(each.trouble)] if each.trouble is not None else []
        said += map(notice_sentence, each.notices)
        at = each.handed_in_at
        table.add_row(
            Text(visible(each.student, 60)),
            Text(visible(names.get(each.student, ""), 60)),
            each.assignment,
            Text(visible(each.filename, 60)),
            "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}",
            Text(visible(" ".join(said), 300)),
        )
    Console().print(table)
