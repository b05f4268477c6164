"""Chooses the words for which attempt counts, and for the others."""

from __future__ import annotations

from datetime import datetime, tzinfo

from grader.records import Attempted, Attempts, Uncounted
from grader.words import policy
from grader.words.notation import points

_AT_MOST = 200  # attempts that are listed


def attempt_sentences(attempts: Attempts, digest: str, clock: tzinfo | None, *, with_points: bool) -> tuple[str, ...]:
    """By which rule the attempt of that digest counts, then a sentence for each; times on that clock."""
    at = _shown(_time_that_counts(attempts, digest), clock)
    made = len(attempts.made)
    if attempts.chosen is not None:
        chosen = attempts.chosen
        date = f"{chosen.made_at.astimezone(clock):%Y-%m-%d}"
        rule = policy.COUNTS_CHOSEN.format(made=made, at=at, author=chosen.author, date=date, reason=chosen.reason)
    else:
        rule = (policy.COUNTS_BEST if attempts.counts == "best" else policy.COUNTS_LAST).format(made=made, at=at)
    listed = (_one(each, attempts, clock, with_points=with_points) for each in attempts.made[-_AT_MOST:])
    return (rule, *listed)


def _time_that_counts(attempts: Attempts, digest: str) -> datetime | None:
    """When that was handed in which counts; the same may have come several times."""
    same = [each for each in attempts.made if each.submission_sha256 == digest]
    counted = [each for each in same if each.uncounted is None] or same
    if not counted:
        return None
    is_last = attempts.chosen is None and attempts.counts == "last"
    return (counted[-1] if is_last else max(counted, key=lambda each: each.points)).at


def _one(each: Attempted, attempts: Attempts, clock: tzinfo | None, *, with_points: bool) -> str:
    of_points = policy.AN_ATTEMPT_OF_ONE if each.points == 1 else policy.AN_ATTEMPT
    said = of_points if with_points else policy.AN_ATTEMPT_UNSAID
    sentence = said.format(at=_shown(each.at, clock), points=points(each.points))
    if each.uncounted is Uncounted.TOO_SOON:
        return f"{sentence} {policy.TOO_SOON.format(minutes=f'{attempts.pause_minutes:g}')}"
    if each.uncounted is Uncounted.TOO_MANY:
        return f"{sentence} {policy.TOO_MANY.format(most=attempts.most)}"
    return sentence


def _shown(moment: datetime | None, clock: tzinfo | None) -> str:
    return policy.AT_NO_TIME if moment is None else f"{moment.astimezone(clock):%Y-%m-%d %H:%M}"
