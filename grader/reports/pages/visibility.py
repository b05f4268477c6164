"""Who may see what: the line between a student's page and the staff's, drawn here and nowhere else.

Of a criterion in a hidden file a student is told title, verdict, hint and the sentence without numbers; a criterion
that shows later is only counted.  What is open is shown with inputs, expected values and figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from grader.course.folder import Assignment
from grader.grading.prepared import Prepared
from grader.records import Call, Judgement, Verdict, Visibility


def shows(judgement: Judgement, assignment: Assignment, at: datetime | None) -> bool:
    """Whether a student may know of a criterion at all."""
    match judgement.visibility:
        case Visibility.VISIBLE:
            return True
        case Visibility.AFTER_DUE_DATE:
            return _has_passed(assignment.due, at)
        case Visibility.AFTER_PUBLISHED:
            return _has_passed(assignment.published, at)
        case _:
            return False


def _has_passed(date: datetime | None, at: datetime | None) -> bool:
    """Whether a date lies before a moment; a date without a time zone is one of this machine's."""
    return date is not None and at is not None and date.astimezone() <= at


def is_open(judgement: Judgement, staff: bool) -> bool:
    """Whether inputs, expected values and figures of a criterion may be on the page.

    What the grader itself failed at is for staff to read, wherever the criterion stands.
    """
    return staff or (judgement.public and judgement.verdict is not Verdict.GRADER_FAULT)


def open_calls(prepared: Prepared, staff: bool) -> Sequence[Call]:
    """The calls whose inputs and printed text may be on the page."""
    return prepared.key.plan.calls if staff else prepared.key.plan.public
