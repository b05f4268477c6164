"""Grades as a table in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from operator import itemgetter

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.collect.class_list import Unlisted
from grader.records import Grade, Status
from grader.reports.pages.needs import KINDS, needs
from grader.safe_text import visible, without_orders

_MOST_ROWS = 60  # a thousand rows are for the class page
_MOST_REMARKS = 20
_MOST_OF_ONE = 2  # sentences of a kind that are told of one hand-in: there may be one for each cell of a notebook
_SAID_EACH = {"regrade", "refused", "other_file", "name", "notice"}  # needs of which each is told at the end of a run


def class_table(grades: Iterable[Grade]) -> None:
    """Print one row a student, one column an assignment; below each other what the terminal has no room for."""
    places: dict[str, int] = {}
    ids: dict[str, None] = {}
    shown: dict[tuple[str, str], Grade] = {}
    for grade in grades:
        ids[grade.assignment] = None
        if places.setdefault(grade.student, len(places)) < _MOST_ROWS:
            shown[grade.student, grade.assignment] = grade
    students = list(places)
    console = Console()
    for assignments in _side_by_side(list(ids), console.width):
        table = Table()
        table.add_column("student", overflow="fold")
        for assignment in assignments:
            table.add_column(assignment, justify="right", overflow="fold")
        for student in students[:_MOST_ROWS]:
            table.add_row(Text(visible(student, 40)), *(_cell(shown.get((student, each))) for each in assignments))
        console.print(table)
    if len(students) > _MOST_ROWS:
        console.print(f"… and {len(students) - _MOST_ROWS} more students")


def _side_by_side(assignments: Sequence[str], width: int) -> Iterator[Sequence[str]]:
    """The assignments in groups, so many that names and points can be read."""
    most = max((width - _STUDENT) // _ASSIGNMENT, 1)
    for first in range(0, len(assignments), most):
        yield assignments[first : first + most]


_STUDENT = 12  # signs of a terminal for the column of students, at least
_ASSIGNMENT = 16  # for that of an assignment, its lines included


def _cell(grade: Grade | None) -> Text:
    if grade is None:
        return Text("")
    if grade.has_score:
        return Text(f"{grade.score:g} / {grade.max_score:g}")
    return Text(grade.status.replace("_", " "), style="yellow" if grade.status is Status.MISSING else "red")


def remarks(grades: Iterable[Grade]) -> None:
    """Print to stderr, for each hand-in that needs a person or was taken in another way than asked for, why."""
    left = 0

    def counted() -> Iterator[tuple[int, int, str]]:
        nonlocal left
        for grade in grades:
            for urgency, sentence in _remarks(grade):
                left += 1
                yield urgency, left, f"{visible(grade.student, 40)}, {grade.assignment}: {sentence}"

    said = nsmallest(_MOST_REMARKS, counted())
    for *_, line in sorted(said, key=itemgetter(1)):
        click.echo(without_orders(line), err=True)
    if left > len(said):
        click.echo(f"… and {left - len(said)} more, on the class page", err=True)


def _remarks(grade: Grade) -> Iterator[tuple[int, str]]:
    """What is told of a grade, with its place among all kinds; of one with many sentences the first few."""
    needed = needs(grade)
    for urgency, kind in enumerate(KINDS):
        if kind.id in _SAID_EACH and (told := needed.get(kind.id)):
            yield from ((urgency, visible(sentence, 400)) for sentence in told[:_MOST_OF_ONE])
            if len(told) > _MOST_OF_ONE:
                yield len(KINDS), f"{len(told) - _MOST_OF_ONE} more of this kind, on the class page"


def needing_a_person(grades: Iterable[Grade], unlisted: Sequence[Unlisted] = ()) -> str:
    """How many hand-ins need a person, by kind, as the class page lists them; empty where none does."""
    counts = Counter(kind for grade in grades for kind in needs(grade))
    counts["unlisted"] += len(unlisted)
    return ", ".join(f"{counts[kind.id]} {kind.label}" for kind in KINDS if counts[kind.id])


def not_on_roster(unlisted: Sequence[Unlisted], *, graded: bool = True) -> None:
    """Print to stderr who handed in and is not on the roster, with those on it who may be meant."""
    if not unlisted:
        return
    said = [visible(each.student, 40) + _perhaps(each) for each in unlisted[:_MOST_REMARKS]]
    more = [f"{len(unlisted) - _MOST_REMARKS} more, on the class page"] if len(unlisted) > _MOST_REMARKS else []
    anyhow = ", and graded all the same" if graded else ""
    click.echo(without_orders(f"not on the roster{anyhow}: {', '.join([*said, *more])}"), err=True)


def no_longer_there(left: Sequence[str]) -> None:
    """Print to stderr who was in the class until this run, and is in no export now."""
    if not left:
        return
    who = ", ".join(visible(each, 40) for each in left[:_MOST_REMARKS])
    more = f" and {len(left) - _MOST_REMARKS} more" if len(left) > _MOST_REMARKS else ""
    said = f"graded before and not among these hand-ins, so in no export until they are again: {who}{more}"
    click.echo(without_orders(said), err=True)


def _perhaps(unlisted: Unlisted) -> str:
    near = " or ".join(visible(each, 40) for each in unlisted.near)
    return f" (perhaps {near})" if near else ""
