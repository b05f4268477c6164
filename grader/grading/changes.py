"""What moved from one grade of a hand-in to the next, and why."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from grader.records import Grade, Judgement, Status, Verdict


class Cause(StrEnum):
    """Why a grade may be another."""

    ATTEMPT = "attempt"  # another of those that were there counts
    CODE = "code"  # other bytes were handed in
    HANDED_IN = "handed_in"  # where nothing was, or nothing that could be graded
    NOTHING = "nothing"  # no file is there any more, or one that is not taken
    RUBRIC = "rubric"  # criteria, cases, or the reference's answers
    DECISION = "decision"  # a person gave points
    TAKEN_BACK = "taken_back"  # points that a person gave are not there any more, nor others in their place
    TIME = "time"  # what is taken off for being late
    CONDITIONS = "conditions"  # tier or versions that it was made under
    RUN = "run"  # nothing else: the same was recorded again, and answered otherwise


class CriterionChange(msgspec.Struct, frozen=True):
    """One criterion in two grades; None where it is not in one of them."""

    id: str
    title: str
    before: Judgement | None
    after: Judgement | None

    @property
    def points(self) -> float:
        """By how much it moved the score."""
        return _points(self.after) - _points(self.before)


class Change(msgspec.Struct, frozen=True):
    """What is not the same in two grades of one student and assignment."""

    student: str
    assignment: str
    before: Grade
    after: Grade
    criteria: tuple[CriterionChange, ...]
    causes: tuple[Cause, ...]

    @property
    def points(self) -> float:
        """By how much the score moved."""
        return self.after.score - self.before.score


def change_between(before: Grade, after: Grade) -> Change | None:
    """What moved: score, status, or a criterion's points or verdict.  None where nothing did."""
    old, new = ({each.id: each for each in grade.judgements} for grade in (before, after))
    moved = tuple(
        CriterionChange(name, (new.get(name) or old[name]).title, old.get(name), new.get(name))
        for name in dict.fromkeys((*new, *old))
        if _said(old.get(name)) != _said(new.get(name))
    )
    if not moved and (before.status, before.score, before.max_score) == (after.status, after.score, after.max_score):
        return None
    return Change(after.student, after.assignment, before, after, moved, _causes(before, after))


def _points(judgement: Judgement | None) -> float:
    return 0.0 if judgement is None else judgement.points


def _said(judgement: Judgement | None) -> tuple[float, float, Verdict] | None:
    return None if judgement is None else (judgement.points, judgement.max_points, judgement.verdict)


def _is_another_attempt(before: Grade, after: Grade) -> bool:
    """Whether what was handed in is the same, and another attempt counts."""
    return before.submission_sha256 != after.submission_sha256 and before.newest_attempt == after.newest_attempt


def _is_missing(grade: Grade) -> bool:
    return grade.status is Status.MISSING


def _given(grade: Grade) -> list[tuple[str, float | None]]:
    return [(each.criterion, each.points) for each in grade.decisions if each.points is not None]


def _why_another(before: Grade, after: Grade) -> Cause:
    """Why something else stands there than what stood there before."""
    if _is_another_attempt(before, after):
        return Cause.ATTEMPT
    if not after.submission_sha256:
        return Cause.NOTHING
    if before.submission_sha256:
        return Cause.CODE
    return Cause.HANDED_IN if after.attempts is None else Cause.ATTEMPT


def _causes(before: Grade, after: Grade) -> tuple[Cause, ...]:
    found = []
    if before.submission_sha256 != after.submission_sha256 or _is_missing(before) != _is_missing(after):
        found.append(_why_another(before, after))
    if before.rubric_sha256 != after.rubric_sha256:
        found.append(Cause.RUBRIC)
    if _given(before) != _given(after):
        fewer = {criterion for criterion, _ in _given(after)} < {criterion for criterion, _ in _given(before)}
        found.append(Cause.TAKEN_BACK if fewer else Cause.DECISION)
    if before.late != after.late:
        found.append(Cause.TIME)
    if before.conditions != after.conditions:
        found.append(Cause.CONDITIONS)
    return tuple(found) or (Cause.RUN,)
