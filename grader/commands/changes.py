"""What moved, as lines in the terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from shlex import quote

import click
from click.core import ParameterSource

from grader.batch.edited import behind, edited_rows, results_were_edited
from grader.batch.outputs import Outputs
from grader.errors import StorageError
from grader.grading.changes import Cause, Change, CriterionChange
from grader.grading.decisions import outdated, without_criterion
from grader.records import Decision, Grade, Judgement
from grader.safe_text import visible, without_orders
from grader.words.judgements import VERDICTS

_INSTEAD = "  → give points with `grader override` or in overrides.toml: these stay, and say whose they are"
_CAUSES = {
    Cause.ATTEMPT: "another attempt counts",
    Cause.CODE: "other code was handed in",
    Cause.HANDED_IN: "a file was handed in",
    Cause.NOTHING: "there is nothing any more that can be graded",
    Cause.RUBRIC: "the rubric is another",
    Cause.DECISION: "a person decided so",
    Cause.TAKEN_BACK: "points of a person do not stand any more",
    Cause.TIME: "what is taken off for the time is another",
    Cause.CONDITIONS: "it was graded under other conditions",
    Cause.RUN: "it was run again, and answered otherwise",
}
_MOST = 40  # students; more are counted


def say_changes(changes: Sequence[Change]) -> None:
    """Print a paragraph for each, the largest first."""
    ordered = sorted(changes, key=lambda each: (-round(abs(each.points), 6), each.assignment, each.student))
    for change in ordered[:_MOST]:
        click.echo(without_orders(_headline(change)))
        for criterion in change.criteria:
            click.echo(without_orders(f"    {_criterion(criterion)}"))
    if len(ordered) > _MOST:
        click.echo(f"… and {len(ordered) - _MOST} more")


def say_outdated(grades: Iterable[Grade]) -> None:
    """Print to stderr which decisions of persons stand on something that has changed since, or is gone."""
    for grade in grades:
        for made in outdated(grade):
            _say_to_look_at(grade, made, f"{made.points:g} points of a person stand on what has changed since")
        for made in without_criterion(grade):
            what = "words of a person are on no page" if made.points is None else f"{made.points:g} points do not count"
            _say_to_look_at(grade, made, f"the criterion is not there any more, so {what}")


def _say_to_look_at(grade: Grade, made: Decision, why: str) -> None:
    who = f"{visible(grade.student, 60)}, {grade.assignment}, {visible(made.criterion, 60)}"
    click.echo(without_orders(f"to look at: {who}: {why}"), err=True)


def say_elsewhere(assignments: Sequence[str]) -> None:
    """Print to stderr in which other assignments attempts, late days or decisions count otherwise by now."""
    if assignments:
        said = f"attempts, late days or decisions count otherwise by now in: {', '.join(assignments)}"
        click.echo(f"{said}\n  → `grader regrade` counts them anew, without running anybody's code", err=True)


def regrade_into(outputs: Outputs) -> str:
    """The command that has a folder hold what the gradebook has, in the places that were named to this one."""
    was_named = click.get_current_context().get_parameter_source
    named = {} if str(outputs.root) == "out" else {"--out": str(outputs.root)}
    if outputs.book is not None and was_named("book") is ParameterSource.COMMANDLINE:
        named["--gradebook"] = outputs.book.shown_url
    if was_named("course_folder") is ParameterSource.COMMANDLINE:
        named["--course"] = str(click.get_current_context().params["course_folder"])
    return f"`grader {' '.join(['regrade', *(f'{option} {quote(each)}' for option, each in named.items())])}`"


def say_behind(outputs: Outputs, grades: Iterable[Grade] = ()) -> None:
    """Print to stderr which grades go out without what a person decided of them, or what was given, since."""
    with contextlib.suppress(StorageError):  # a gradebook that cannot be opened is said where it is needed
        found, regrade = behind(outputs, grades), regrade_into(outputs)
        for keys, what, remedy in (
            (found.decided, "what was decided since is not in these grades", f"{regrade} counts it"),
            (found.given, "the gradebook has other grades than these by now", f"{regrade} takes them over"),
        ):
            if keys:
                who = "; ".join(f"{visible(student, 60)}, {assignment}" for student, assignment in keys[:_MOST])
                more = f"; and {len(keys) - _MOST} more" if len(keys) > _MOST else ""
                said = f"{what}: {who}{more}\n  → {remedy}, without running anybody's code"
                click.echo(without_orders(said), err=True)


def say_edited(outputs: Outputs, *, exporting: bool = False) -> None:
    """Print to stderr what was changed by hand where it has no effect, and what has one."""
    if results_were_edited(outputs):
        effect = (
            "its criteria are exported, and change no grade"
            if exporting
            else "that counts nowhere, and `grader regrade` writes it anew"
        )
        click.echo(without_orders(f"{outputs.results} was edited by hand: {effect}\n{_INSTEAD}"), err=True)
    if not exporting and (rows := edited_rows(outputs)):
        who = "; ".join(f"{visible(student, 60)}, {assignment}" for student, assignment in rows[:_MOST])
        more = f"; and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
        said = f"numbers in {outputs.gradebook} were edited by hand, and count nowhere: {who}{more}\n{_INSTEAD}"
        click.echo(without_orders(said), err=True)


def _headline(change: Change) -> str:
    who = f"{visible(change.student, 60)}, {change.assignment}"
    why = " and ".join(_CAUSES[cause] for cause in change.causes)
    return f"{who}: {_score(change, after=False)} → {_score(change, after=True)} ({change.points:+g}), since {why}"


def _score(change: Change, *, after: bool) -> str:
    grade = change.after if after else change.before
    return f"{grade.score:g} of {grade.max_score:g}" if grade.has_score else grade.status.replace("_", " ")


def _criterion(change: CriterionChange) -> str:
    title = visible(change.title, 120)
    return f"{title} {_verdict(change.before)} → {_verdict(change.after)} ({change.points:+g})"


def _verdict(judgement: Judgement | None) -> str:
    if judgement is None:
        return "not there"
    return f"{VERDICTS[judgement.verdict]} {judgement.points:g}/{judgement.max_points:g}"
