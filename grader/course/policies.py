"""What a course decides: what being late costs, which attempt counts, free days, and what follows from a mistake.

`late` and `attempts` are tables of `assignment.toml`; `course.toml`, which a course need not have, holds for all.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from grader.course.toml_trouble import trouble_in
from grader.errors import AssignmentError

FILE = "course.toml"
_MAY_HOLD = "it may hold free_late_days = 3"
_MOST_MINUTES = 1e6  # two years


class LatePolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What being late costs: each day or hour that has begun takes so many percent of the points, up to the most."""

    percent: float
    per: Literal["day", "hour"] = "day"
    grace_minutes: float = 0.0
    most_percent: float = 100.0

    @property
    def impossible(self) -> str:
        """The key with a number that cannot be, and which can; empty where all can be."""
        for key, number in (("percent", self.percent), ("most_percent", self.most_percent)):
            if not 0 <= number <= 100:
                return f"{key} = {number:g}, which is to be from 0 to 100,"
        return _impossible_minutes("grace_minutes", self.grace_minutes)


class AttemptPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of several attempts counts: of the first `most` (0: of all), made a pause apart, the last or the best."""

    counts: Literal["last", "best"] = "last"
    most: int = 0
    pause_minutes: float = 0.0

    @property
    def impossible(self) -> str:
        """As of a `LatePolicy`."""
        if self.most < 0:
            return f"most = {self.most}, which is to be 0, for all, or more,"
        return _impossible_minutes("pause_minutes", self.pause_minutes)


def _impossible_minutes(key: str, minutes: float) -> str:
    possible = 0 <= minutes < _MOST_MINUTES
    return "" if possible else f"{key} = {minutes:g}, which is to be from 0 to below {_MOST_MINUTES:g},"


class FollowOnPolicy(StrEnum):
    """What becomes of points that are lost only because another function is wrong: that mistake is paid for once."""

    PAID = "paid"
    HALF = "half"
    SAID = "said"  # and not paid

    @property
    def share(self) -> float:
        """Of the points."""
        return {FollowOnPolicy.PAID: 1.0, FollowOnPolicy.HALF: 0.5, FollowOnPolicy.SAID: 0.0}[self]


class CoursePolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for every assignment: so many late days of each student cost nothing, in the order of due dates."""

    free_late_days: int = 0


def read_course_policy(root: Path) -> CoursePolicy:
    """What a course says for all its assignments.  Raises `AssignmentError`."""
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
        said = msgspec.convert(tomllib.loads(text), CoursePolicy)
    except FileNotFoundError:
        return CoursePolicy()
    except msgspec.ValidationError as trouble:
        raise AssignmentError(f"{FILE} {trouble_in(text, trouble, CoursePolicy)}", remedy=_MAY_HOLD) from None
    except (OSError, ValueError) as trouble:  # also where it is no UTF-8, or no TOML
        raise AssignmentError(f"{FILE} cannot be read: {trouble}", remedy=_MAY_HOLD) from None
    if not 0 <= said.free_late_days <= 1000:
        raise AssignmentError(
            f"{FILE} gives {said.free_late_days} free late days", remedy="write a number from 0 to 1000"
        )
    return said
