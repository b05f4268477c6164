"""Grades as a table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.records import Grade, Status
from grader.safe_text import visible

_MOST_ROWS = 60  # a thousand rows are for the class page


def class_table(grades: Sequence[Grade]) -> None:
    """Print one row a student, one column an assignment."""
    assignments = list(dict.fromkeys(grade.assignment for grade in grades))
    students = list(dict.fromkeys(grade.student for grade in grades))
    by_key = {(grade.student, grade.assignment): grade for grade in grades}
    table = Table()
    table.add_column("student", overflow="fold")
    for assignment in assignments:
        table.add_column(assignment, justify="right", overflow="fold")
    for student in students[:_MOST_ROWS]:
        table.add_row(Text(visible(student, 40)), *(_cell(by_key.get((student, each))) for each in assignments))
    console = Console()
    console.print(table)
    if len(students) > _MOST_ROWS:
        console.print(f"… and {len(students) - _MOST_ROWS} more students")


def _cell(grade: Grade | None) -> Text:
    if grade is None:
        return Text("")
    if grade.status is Status.GRADED:
        return Text(f"{grade.score:g} / {grade.max_score:g}")
    return Text(grade.status.replace("_", " "), style="yellow" if grade.status is Status.MISSING else "red")
