"""Chooses the words for what the time of a hand-in costs."""

from __future__ import annotations

from datetime import datetime

from grader.records import Lateness
from grader.words import policy
from grader.words.notation import points

_ALMOST = 1e-9


def lateness_sentences(late: Lateness, earned: float) -> tuple[str, ...]:
    """When it came, when it was due, and what that takes of so many points."""
    taken = late.taken(earned)
    sentence = (policy.LATE_EXTENDED if late.extended else policy.LATE).format(
        at=_shown(late.handed_in_at, late.due),
        due=_shown(late.due, late.due),
        until=_shown(late.until, late.due),
        begun=_begun(late),
        percent=points(late.percent),
        earned=points(earned),
        taken=points(taken),
        left=points(round(earned - taken, 2)),
    )
    sentences = [sentence]
    if late.free:
        free = policy.LATE_FREE_ONE if late.free == 1 else policy.LATE_FREE
        sentences.append(free.format(free=late.free, left=late.free_left))
    is_capped = (late.begun - late.free) * late.percent / 100 > late.share + _ALMOST
    if is_capped:
        sentences.append(policy.LATE_AT_MOST.format(most=points(100 * late.share)))
    return tuple(sentences)


def _begun(late: Lateness) -> str:
    one, several = (policy.DAY, policy.DAYS) if late.per == "day" else (policy.HOUR, policy.HOURS)
    return one if late.begun == 1 else several.format(count=late.begun)


def _shown(moment: datetime, like: datetime) -> str:
    """A moment on the clock of another one."""
    return f"{moment.astimezone(like.tzinfo):%Y-%m-%d %H:%M}"
