"""`grader export canvas-comments|moodle-feedback|gradescope-results`: what students read, in a zip to upload."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from grader.batch.outputs import Outputs, write_page
from grader.batch.roster import people_in
from grader.collect.classroom import entries_in
from grader.collect.layouts import gradescope
from grader.collect.names import reading
from grader.collect.table_file import read_text
from grader.collect.tree import Kind
from grader.commands.filling import one_assignment, titles_of
from grader.commands.shown_grades import shown_grades
from grader.errors import StorageError, UsageError
from grader.exports import canvas_comments, gradescope_results, moodle_feedback
from grader.exports.feedback_text import feedback_text
from grader.exports.feedback_zip import Packed, Slot, pack
from grader.records import Grade
from grader.safe_text import visible, without_orders

FEEDBACK = ("canvas-comments", "moodle-feedback", "gradescope-results")
_MOST = 20


def write_feedback(
    form: str,
    grades: Sequence[Grade],
    outputs: Outputs,
    course_folder: Path | None,
    *,
    into: Path,
    target: Path | None,
    dry_run: bool,
) -> None:
    """Write one assignment's feedback for everybody whom the place knows, and say who has none."""
    assignment = one_assignment(grades)
    texts = texts_of(grades, course_folder, outputs)

    def in_canvas(slot: Slot, grade: Grade) -> Mapping[str, str | bytes]:
        return {**canvas_comments.files(slot, texts[grade.student])}

    def in_moodle(slot: Slot, grade: Grade) -> Mapping[str, str | bytes]:
        page = outputs.published_page(grade.student, assignment)
        data = page.read_bytes() if page.is_file() else None
        return moodle_feedback.files(slot, texts[grade.student], data, assignment)

    people = people_in(outputs)
    if form == "canvas-comments":
        paths = [entry.parts for entry in entries_in(into) if entry.kind is Kind.FILE]
        slots = canvas_comments.slots(paths, lambda name: reading(name, [assignment]) is not None)
        packed = pack(slots, grades, people, in_canvas)
    elif form == "gradescope-results":
        packed = gradescope_results.pack_results(gradescope.whose(entries_in(into), into), grades, people)
    else:
        text, delimiter = read_text(into)
        slots = moodle_feedback.slots(list(csv.reader(io.StringIO(text), delimiter=delimiter)))
        packed = pack(slots, grades, people, in_moodle)
    _say(packed)
    if dry_run:
        return
    if target is None:
        raise UsageError("there is no place to write to", remedy="name a file with --to, or look with --dry-run")
    try:
        write_page(target, packed.data)
    except OSError as trouble:
        raise StorageError(f"{target} cannot be written: {trouble.strerror}", remedy="name another file") from trouble


def texts_of(grades: Sequence[Grade], course_folder: Path | None, outputs: Outputs) -> dict[str, str]:
    """What each student may read of one assignment now."""
    title = titles_of(one_assignment(grades), course_folder)[-1]
    return {
        grade.student: feedback_text(shown, title, grade.max_score - shown.max_score)
        for grade, shown in zip(grades, shown_grades(grades, course_folder, outputs), strict=True)
    }


def _say(packed: Packed) -> None:
    click.echo(
        f"feedback for {packed.written}, {len(packed.without_grade)} without a grade, "
        f"{len(packed.without_slot)} without a place",
        err=True,
    )
    lines = [f"no grade for: {visible(who, 120)}" for who in packed.without_grade]
    lines += [f"no place for: {visible(who, 80)}" for who in packed.without_slot]
    for line in lines[:_MOST]:
        click.echo(without_orders(line), err=True)
    if len(lines) > _MOST:
        click.echo(f"… and {len(lines) - _MOST} more", err=True)
