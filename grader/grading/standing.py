"""Which attempt counts, and what its time costs: of one student, over all assignments, in the order of due dates.

The order matters where late days are free: what an assignment uses up, a later one has not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from grader.course.assignment import Assignment
from grader.course.policies import AttemptPolicy
from grader.grading.policy import lateness
from grader.records import Attempted, Attempts, Choice, Grade, Lateness, Uncounted

_NO_POLICY = AttemptPolicy()
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


class Made(msgspec.Struct, frozen=True):
    """An attempt with the newest grade that is kept of it; the same handed in again is another one.

    `handed_in_at` is what a file, an archive or git says, and `seen_at` when the grader first had it.
    """

    grade: Grade
    handed_in_at: dt.datetime | None
    seen_at: dt.datetime | None

    @property
    def at(self) -> dt.datetime | None:
        """The time that decides the order."""
        return self.handed_in_at or self.seen_at


class AtAssignment(msgspec.Struct, frozen=True):
    """What one student did at one assignment, and what a person decided of it."""

    assignment: Assignment
    made: tuple[Made, ...]
    extension: dt.datetime | None = None
    choice: Choice | None = None


class Standing(msgspec.Struct, frozen=True):
    """The attempt that counts, with what its time costs, and how it came to count, where that had to be decided."""

    which: Made
    late: Lateness | None
    attempts: Attempts | None


def standings(work: Iterable[AtAssignment], free_late_days: int = 0) -> dict[str, Standing]:
    """For each assignment of one student the attempt that counts."""
    left = free_late_days
    found = {}
    for each in sorted(work, key=lambda each: (each.assignment.due or _NEVER, each.assignment.id)):
        if each.made:
            standing = _standing(each, left)
            left -= 0 if standing.late is None else standing.late.free
            found[each.assignment.id] = standing
    return found


def machine_points(grade: Grade) -> float:
    """What the criteria earned, whatever a person gave instead."""
    return sum(each.points if each.machine_points is None else each.machine_points for each in grade.judgements)


def _standing(work: AtAssignment, free_days: int) -> Standing:
    # Without a rule what was there last counts, as in a run that only takes what is there, whatever its time says.
    has_rule = work.assignment.attempts is not None
    made = sorted(work.made, key=lambda each: (each.at if has_rule else each.seen_at) or _NEVER)
    late = [lateness(work.assignment, each.handed_in_at, work.extension, free_days) for each in made]
    policy = work.assignment.attempts or _NO_POLICY
    attempted = [
        Attempted(
            each.grade.submission_sha256,
            each.at,
            _less(machine_points(each.grade), its_lateness),
            uncounted,
        )
        for each, its_lateness, uncounted in zip(made, late, _uncounted(made, policy, timed=has_rule), strict=True)
    ]
    number = _which(attempted, policy, work.choice)
    which = made[number]
    is_told = work.choice is not None or (work.assignment.attempts is not None and len(made) > 1)
    told = Attempts(tuple(attempted), policy.counts, policy.most, policy.pause_minutes, work.choice)
    return Standing(which, late[number], told if is_told else None)


def _less(points: float, late: Lateness | None) -> float:
    return points if late is None else round(points - late.taken(points), 2)


def _uncounted(made: Sequence[Made], policy: AttemptPolicy, *, timed: bool) -> list[Uncounted | None]:
    """Of each attempt, in order, why it cannot count.

    A pause is held against the last attempt that could.  Who hands in once more what could has used up none of the
    attempts that there are, and begins no pause: a form is easily sent twice.
    """
    pause = dt.timedelta(minutes=policy.pause_minutes)
    found: list[Uncounted | None] = []
    counted: set[str] = set()  # by their bytes
    before = None
    for each in made:
        at, again = each.at if timed else None, each.grade.submission_sha256 in counted
        if before is not None and at is not None and at - before < pause:
            found.append(Uncounted.TOO_SOON)
        elif policy.most and len(counted) >= policy.most and not again:
            found.append(Uncounted.TOO_MANY)
        else:
            found.append(None)
            counted.add(each.grade.submission_sha256)
            before = before if again else at
    return found


def _which(attempted: Sequence[Attempted], policy: AttemptPolicy, choice: Choice | None) -> int:
    """The place of the attempt that counts: the chosen one, the last, or the first of the best."""
    if choice is not None:
        for number, each in enumerate(attempted):
            if each.submission_sha256 == choice.submission_sha256:
                return number
    counted = [number for number, each in enumerate(attempted) if each.uncounted is None]
    if policy.counts == "last":
        return counted[-1]
    return max(counted, key=lambda number: (attempted[number].points, -number))


def by_student(found: Mapping[tuple[str, str], AtAssignment]) -> dict[str, list[AtAssignment]]:
    """The same, gathered for each student."""
    gathered: dict[str, list[AtAssignment]] = {}
    for (student, _), each in found.items():
        gathered.setdefault(student, []).append(each)
    return gathered
