"""What the time of a hand-in costs, as an assignment says: by the clock on the wall where the course is."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

from msgspec.structs import replace

from grader.course.accommodations import extra_time
from grader.course.assignment import Assignment
from grader.course.clocks import latest_on
from grader.course.policies import LatePolicy
from grader.grading.grade import Graded
from grader.records import Attempts, Key, Lateness

_HOUR = dt.timedelta(hours=1)
_MOST_DAYS = 3660  # counted one by one; ten years late is late enough


def lateness(
    assignment: Assignment, handed_in_at: dt.datetime | None, extension: dt.datetime | None, free_days: int = 0
) -> Lateness | None:
    """How late a hand-in is, and what that takes; None where it is in time, has no time, or nothing is taken.

    An extension that ends before the assignment is due changes nothing.  Of the days that have begun, so many as are
    free cost nothing; hours are never free.
    """
    due, policy = assignment.due, assignment.late
    if due is None or policy is None or handed_in_at is None:
        return None
    # In UTC, since two times of one zone are compared and added to as if its clocks were never changed.
    last = _utc(due) if extension is None else max(_utc(due), _utc(extension))
    extended = last > _utc(due)
    until = last + dt.timedelta(minutes=policy.grace_minutes)
    begun = _begun(policy, last, until, _utc(handed_in_at), due.tzinfo)
    free = min(begun, free_days) if policy.per == "day" else 0
    share = min((begun - free) * policy.percent, policy.most_percent) / 100
    if not share and not (free and policy.percent and policy.most_percent):
        return None
    return Lateness(
        due=_as_it_was(due),
        until=_as_it_was(until.astimezone(due.tzinfo)),
        handed_in_at=_as_it_was(handed_in_at),
        per=policy.per,
        begun=begun,
        percent=policy.percent,
        share=share,
        extended=extended,
        free=free,
        free_left=free_days - free if policy.per == "day" else 0,
    )


def longest(assignment: Assignment, extension: dt.datetime | None, accommodations: str) -> dt.datetime | None:
    """Until when a student may hand in as if in time, where that is later than for others.

    It is the later of an extension for this assignment and of the extra time that accommodations name for every
    assignment, as in "+2 days" or "+12 hours"; days are those of the clock on the wall.
    """
    due = assignment.due
    extra = extra_time(accommodations)
    if due is None or extra is None:
        return extension
    if extra.unit == "day":
        later = latest_on(due.replace(tzinfo=None) + dt.timedelta(days=extra.number), due.tzinfo)
    else:
        later = _utc(due) + extra.number * _HOUR
    return (later if extension is None else max(later, _utc(extension))).astimezone(due.tzinfo)


def last_due(
    assignment: Assignment, extensions: Mapping[Key, dt.datetime], accommodations: Mapping[str, str]
) -> dt.datetime | None:
    """When everybody's time is over, where somebody has more than the due date gives.

    `extensions` are by student and assignment, `accommodations` by student.
    """
    if assignment.due is None:
        return None
    students = {student for student, whose in extensions if whose == assignment.id} | accommodations.keys()
    later = [
        until
        for student in students
        if (until := longest(assignment, extensions.get((student, assignment.id)), accommodations.get(student, "")))
        and _utc(until) > _utc(assignment.due)
    ]
    return max(later, key=_utc, default=None)


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


def _as_it_was(moment: dt.datetime) -> dt.datetime:
    """A moment with the offset that its clock had then: what is kept knows of no zones."""
    return moment.astimezone(dt.timezone(moment.utcoffset() or dt.timedelta()))


def with_time(graded: Graded, late: Lateness | None, attempts: Attempts | None = None) -> Graded:
    """A grade with what its time costs, and with the attempts that it was chosen from."""
    return replace(graded, grade=replace(graded.grade, late=late, attempts=attempts))


def _begun(
    policy: LatePolicy, last: dt.datetime, until: dt.datetime, handed_in_at: dt.datetime, clock: dt.tzinfo | None
) -> int:
    """How many days or hours after `last` have begun; none before the grace is over, which is not counted twice.

    A day ends at the same time on the wall, so that the nights in which clocks are changed are days like others.
    """
    if handed_in_at <= until:
        return 0
    if policy.per == "hour":
        return math.ceil((handed_in_at - last) / _HOUR)
    wall = last.astimezone(clock).replace(tzinfo=None)
    for days in range(1, _MOST_DAYS):
        if handed_in_at <= latest_on(wall + dt.timedelta(days=days), clock):
            return days
    return _MOST_DAYS
