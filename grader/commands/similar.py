"""`grader similar`: who shares a rare wrong behaviour, to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec

from grader.batch.behaviour import wrong_behaviour
from grader.batch.book import existing_gradebook
from grader.batch.outputs import Outputs
from grader.commands.options import gradebook_option, json_option
from grader.errors import UsageError, did_you_mean
from grader.exports import results
from grader.gradebook.address import Address
from grader.gradebook.store import Gradebook
from grader.grading.behaviour import Shared, shared_behaviour
from grader.grading.similar import MOST, leads
from grader.safe_text import json_without_orders, visible, without_orders
from grader.words.diagnoses import diagnosis_words

SCHEMA = "grader/similar/1"
_MOST_SAID = 40
_LEAD = (
    "a lead, never a verdict: who learns together, or asks the same helper, comes to the same; read both hand-ins and "
    "their history before you say a word"
)


class _Lead(msgspec.Struct, frozen=True):
    assignment: str
    function: str
    students: tuple[str, ...]
    shared_by: int
    lost_by: int
    answers: int
    group: str
    known_mistakes: tuple[str, ...]


class _Leads(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = SCHEMA
    says: str = _LEAD
    leads: tuple[_Lead, ...]


@click.command("similar")
@click.argument("assignment", required=False)
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@click.option(
    "--most", default=MOST, show_default=True, type=click.IntRange(2), help="How many may share what is still rare."
)
@json_option
def command(assignment: str | None, out: Path, book: Address | None, most: int, as_json: bool) -> None:
    """List who shares a rare wrong behaviour to the last bit.

    A lead, never a verdict.  Compares what functions answered, as the gradebook keeps it, of ASSIGNMENT or of all;
    nothing is run.  Says how many share it, of how many who lost points there; what no known mistake explains stands
    first.  Right answers are alike for being right, and are not compared; a team's hand-in is one.
    """
    outputs = Outputs(out, book=book)
    with existing_gradebook(outputs) as gradebook:
        found = leads(_shared(gradebook, outputs, assignment or ""), most=most)
    if as_json:
        document = msgspec.json.encode(_Leads(leads=tuple(map(_as_data, found))))
        click.echo(json_without_orders(msgspec.json.format(document, indent=1) + b"\n"), nl=False)
        return
    for each in found[:_MOST_SAID]:
        click.echo(without_orders(_line(each)))
    if len(found) > _MOST_SAID:
        click.echo(f"… and {len(found) - _MOST_SAID} more; --json has all of them")
    click.echo(_LEAD if found else f"no wrong behaviour is shared by 2 to {most} hand-ins", err=bool(found))


def _shared(gradebook: Gradebook, outputs: Outputs, assignment: str) -> Sequence[Shared]:
    gone = results.gone_so_far(outputs.results)
    latest = [entry.grade for entry in gradebook.latest().values() if entry.grade.student not in gone]
    known = {grade.assignment for grade in latest}
    if assignment and assignment not in known:
        raise UsageError(
            f"no grade for {visible(assignment, 80)!r} is kept in {outputs.root}",
            remedy=did_you_mean(assignment, sorted(known)),
        )
    grades = [grade for grade in latest if assignment in {"", grade.assignment}]
    return shared_behaviour(grades, wrong_behaviour(gradebook, grades), gradebook.people())


def _line(each: Shared) -> str:
    who = _listed([visible(student, 60) for student in each.students])
    others = each.lost - each.hand_ins
    among = f"of {others} others who lost points there nobody does" if others else "nobody else lost points there"
    said = f"{each.assignment}, {each.function}: {who} answer alike to the last bit in {each.answers} calls that"
    said = f"{said} have another answer; {among}"
    known = " or ".join(f"“{visible(title, 160).rstrip('.')}”" for title in _titles(each))
    return f"{said}; the known mistake {known} explains it, and many make that alike" if known else said


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items[:-1]) + " and " + items[-1]


def _titles(each: Shared) -> Iterable[str]:
    return (diagnosis_words(diagnosis, for_staff=True).title for diagnosis in each.diagnoses)


def _as_data(each: Shared) -> _Lead:
    return _Lead(
        each.assignment,
        each.function,
        each.students,
        each.hand_ins,
        each.lost,
        each.answers,
        each.key,
        tuple(_titles(each)),
    )
