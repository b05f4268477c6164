"""Grades as their students may know them now: by the dates of the course that is around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader.batch.book import existing_gradebook
from grader.batch.outputs import Outputs
from grader.course.assignment import Assignment
from grader.course.folder import find_course
from grader.course.visibility import as_shown
from grader.errors import CourseError
from grader.gradebook.database import is_there
from grader.records import Grade, Visibility


def shown_grades(grades: Sequence[Grade], course_folder: Path | None, outputs: Outputs) -> list[Grade]:
    """Each grade with what shows now, and no more; the gradebook that goes with `outputs` knows who has more time."""
    assignments, now = _assignments(grades, course_folder), datetime.now(UTC)
    if any(each.visibility is Visibility.AFTER_DUE_DATE for grade in grades for each in grade.judgements):
        assignments = _with_last_due(assignments, outputs)
    return [as_shown(grade, assignments, now) for grade in grades]


def _with_last_due(assignments: Mapping[str, Assignment], outputs: Outputs) -> dict[str, Assignment]:
    if not is_there(outputs.gradebook):
        return dict(assignments)
    from grader.batch.standing import Standings  # noqa: PLC0415 - few criteria wait for a date, and it loads what judges

    with existing_gradebook(outputs) as gradebook:
        standing = Standings(gradebook, list(assignments.values()), gradebook.people())
        return {name: standing.of_class(each) for name, each in assignments.items()}


def of_the_course(grades: Sequence[Grade], course_folder: Path | None) -> tuple[list[Grade], list[str]]:
    """The grades of assignments that the course around has, and the names of the others.

    All grades where no course is around, or one that has none of them: then it is another one's.
    """
    try:
        there = set(find_course(course_folder).assignment_ids())
    except CourseError:
        if course_folder is not None:
            raise
        return list(grades), []
    gone = sorted({each.assignment for each in grades} - there)
    left = [each for each in grades if each.assignment in there]
    return (left, gone) if left else (list(grades), [])


def _assignments(grades: Sequence[Grade], named: Path | None) -> dict[str, Assignment]:
    """Those whose dates are known: none where no course is around, and none that is in the course no more."""
    try:
        course = find_course(named)
    except CourseError:
        if named is not None:
            raise
        return {}
    return {name: course.assignment(name) for name in {each.assignment for each in grades} & {*course.assignment_ids()}}
