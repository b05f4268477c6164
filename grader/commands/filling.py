"""`grader export canvas|moodle|brightspace|blackboard`: scores filled into the table that the place gave out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from grader.batch.outputs import Outputs, write_page
from grader.batch.roster import people_in
from grader.collect.table_file import as_written, read_text
from grader.commands.shown_grades import shown_grades
from grader.course.folder import find_course
from grader.errors import AssignmentError, CourseError, StorageError, UsageError
from grader.exports.feedback_text import is_summary, summary
from grader.exports.forms import FILLED
from grader.exports.sheets import Filled, fill
from grader.records import Grade
from grader.safe_text import visible, without_orders

_MOST = 20


def fill_in(
    form: str,
    grades: Sequence[Grade],
    outputs: Outputs,
    course_folder: Path | None,
    *,
    into: Path,
    column: str,
    target: Path | None,
    dry_run: bool,
) -> None:
    """Fill one assignment's scores into a table, say what changes, and write it whole or not at all."""
    text, delimiter = read_text(into)
    titles = titles_of(one_assignment(grades), course_folder)
    shown = {each.student: each for each in shown_grades(grades, course_folder, outputs)}

    def words(grade: Grade) -> str:
        return summary(shown[grade.student])

    people = people_in(outputs)
    filled = fill(
        FILLED[form],
        text,
        delimiter,
        grades,
        people,
        column=column,
        titles=titles,
        words=words,
        is_renewed=is_summary,
    )
    _say(filled)
    say_of_scale(grades, filled.maxima)
    if hidden := hidden_points(grades, list(shown.values())):
        click.echo(
            f"these scores hold {hidden:g} points of criteria that students do not see yet: "
            "hold them back there until they may",
            err=True,
        )
    say_waiting(grades)
    if dry_run:
        return
    if target is None:
        raise UsageError("there is no place to write to", remedy="name a file with --to, or look with --dry-run")
    try:
        write_page(target, as_written(filled.text, into))
    except OSError as trouble:
        raise StorageError(f"{target} cannot be written: {trouble.strerror}", remedy="name another file") from trouble


def one_assignment(grades: Sequence[Grade]) -> str:
    """The assignment that all the grades are of.  Raises `UsageError` where there are several."""
    assignments = {grade.assignment for grade in grades}
    if len(assignments) != 1:
        raise UsageError("a column takes one assignment", remedy="name it: --assignment momentum_step")
    return assignments.pop()


def say_of_scale(grades: Sequence[Grade], maxima: Collection[float]) -> None:
    """That a place counts to another number than the assignment: points go over as they are."""
    most = max((grade.max_score for grade in grades), default=0.0)
    if others := sorted(each for each in maxima if abs(each - most) > 1e-9):
        click.echo(
            f"the place gives {others[0]:g} points, the assignment {most:g}: points go over as they are, not scaled",
            err=True,
        )


def say_waiting(grades: Sequence[Grade]) -> None:
    """Whose scores lack points that a person has still to give: at another place they look as if they were lost."""
    waiting = [each.student for each in grades if each.has_score and any(one.waits for one in each.judgements)]
    if waiting:
        named = ", ".join(visible(each, 60) for each in waiting[:_MOST])
        more = f" and {len(waiting) - _MOST} more" if len(waiting) > _MOST else ""
        count = "1 score lacks" if len(waiting) == 1 else f"{len(waiting)} scores lack"
        click.echo(without_orders(f"{count} points that a person has still to give: {named}{more}"), err=True)


def hidden_points(grades: Sequence[Grade], shown: Sequence[Grade]) -> float:
    """The points of criteria that students do not see yet: a score is whole, or it is another one."""
    return max((grade.max_score - now.max_score for grade, now in zip(grades, shown, strict=True)), default=0.0)


def titles_of(assignment: str, course_folder: Path | None) -> tuple[str, ...]:
    """What a column may be called: the assignment's id, and its title where the course is around."""
    try:
        return assignment, find_course(course_folder).assignment(assignment).title
    except (CourseError, AssignmentError):
        return (assignment,)


def _say(filled: Filled) -> None:
    click.echo(
        f"{filled.new} new, {len(filled.changed)} changed, {filled.same} as before, {len(filled.locked)} locked, "
        f"{len(filled.without_grade)} without a grade, {len(filled.without_row)} without a row",
        err=True,
    )
    for lines in (
        [f"left, since it is locked or excused: {who}" for who in filled.locked],
        [f"no grade for: {who}" for who in filled.without_grade],
        [f"no row for: {visible(who, 80)}" for who in filled.without_row],
        [f"somebody's words stay beside a score that has changed: {who}" for who in filled.with_words],
        [f"changed: {visible(who, 80)}: {visible(old, 20)} → {new}" for who, old, new in filled.changed],
    ):
        for line in lines[:_MOST]:
            click.echo(without_orders(line), err=True)
        if len(lines) > _MOST:
            click.echo(f"… and {len(lines) - _MOST} more", err=True)
