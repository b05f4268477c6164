"""When a criterion shows to students: the one rule for pages and for whatever else they may get."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from grader.course.assignment import Assignment
from grader.records import Grade, Judgement, Visibility


def shows(judgement: Judgement, assignment: Assignment | None, at: datetime | None) -> bool:
    """Whether a student may know of a criterion at all; of an assignment that is not known no date has passed.

    What shows after the due date waits for who has more time: else somebody could be told of it before handing in.
    """
    match judgement.visibility:
        case Visibility.VISIBLE:
            return True
        case Visibility.AFTER_DUE_DATE:
            return assignment is not None and _has_passed(assignment.last_due or assignment.due, at)
        case Visibility.AFTER_PUBLISHED:
            return assignment is not None and _has_passed(assignment.published, at)
        case _:
            return False


def as_shown(grade: Grade, assignments: Mapping[str, Assignment], at: datetime) -> Grade:
    """A grade with the criteria that its student may know of, and the points of these alone."""
    assignment = assignments.get(grade.assignment)
    shown = tuple(each for each in grade.judgements if shows(each, assignment, at))
    later = sum(each.max_points for each in grade.judgements) - sum(each.max_points for each in shown)
    return msgspec.structs.replace(grade, judgements=shown, max_score=grade.max_score - later)


def _has_passed(date: datetime | None, at: datetime | None) -> bool:
    """Whether a date lies before a moment; a date without a time zone is one of this machine's."""
    return date is not None and at is not None and date.astimezone() <= at
