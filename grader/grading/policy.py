"""What the time of a hand-in costs, as an assignment says: by the clock on the wall where the course is."""

from __future__ import annotations

import datetime as dt
import math

import msgspec

from grader.course.folder import Assignment, LatePolicy
from grader.grading.grade import Graded
from grader.records import Lateness

_HOUR = dt.timedelta(hours=1)
_MOST_DAYS = 3660  # counted one by one; ten years late is late enough


def lateness(
    assignment: Assignment, handed_in_at: dt.datetime | None, extension: dt.datetime | None
) -> Lateness | None:
    """How late a hand-in is, and what that takes; None where it is in time, has no time, or nothing is taken.

    An extension that ends before the assignment is due changes nothing.
    """
    due, policy = assignment.due, assignment.late
    if due is None or policy is None or handed_in_at is None:
        return None
    extended = extension is not None and extension > due
    last = extension.astimezone(due.tzinfo) if extended and extension is not None else due
    until = last + dt.timedelta(minutes=policy.grace_minutes)
    begun = _begun(policy, last, until, handed_in_at)
    share = min(begun * policy.percent, policy.most_percent) / 100
    if not share:
        return None
    return Lateness(
        due=_as_it_was(due),
        until=_as_it_was(until),
        handed_in_at=_as_it_was(handed_in_at),
        per=policy.per,
        begun=begun,
        percent=policy.percent,
        share=share,
        extended=extended,
    )


def _as_it_was(moment: dt.datetime) -> dt.datetime:
    """A moment with the offset that its clock had then: what is kept knows of no zones."""
    return moment.astimezone(dt.timezone(moment.utcoffset() or dt.timedelta()))


def with_lateness(graded: Graded, late: Lateness | None) -> Graded:
    """A grade with what its time costs."""
    return Graded(msgspec.structs.replace(graded.grade, late=late), graded.transcript)


def _begun(policy: LatePolicy, last: dt.datetime, until: dt.datetime, handed_in_at: dt.datetime) -> int:
    """How many days or hours after `last` have begun; none before the grace is over, which is not counted twice.

    A day ends at the same time on the wall, so that the nights in which clocks are changed are days like others.
    """
    if handed_in_at <= until:
        return 0
    if policy.per == "hour":
        return math.ceil((handed_in_at - last) / _HOUR)
    wall = last.replace(tzinfo=None)
    for days in range(1, _MOST_DAYS):
        if handed_in_at <= (wall + dt.timedelta(days=days)).replace(tzinfo=last.tzinfo):
            return days
    return _MOST_DAYS
