"""What a person decided of a grade: points that take the place of the machine's, and words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from grader.grading.grade import Graded
from grader.records import Decision, Grade, Judgement, Verdict


def with_decisions(graded: Graded, decisions: Sequence[Decision]) -> Graded:
    """A grade with what was decided of it; of several for one criterion the last counts."""
    grade = graded.grade
    given = {each.criterion: each for each in decisions if each.points is not None}
    judgements = tuple(_decided(judgement, given.get(judgement.id)) for judgement in grade.judgements)
    decided = replace(grade, judgements=judgements, decisions=tuple(decisions))
    return replace(graded, grade=decided)


def _decided(judgement: Judgement, decision: Decision | None) -> Judgement:
    if decision is None or decision.points is None:
        return judgement
    decided = replace(judgement, points=decision.points, machine_points=judgement.points)
    if not judgement.manual:
        return decided
    verdict = Verdict.PASSED if decision.points >= judgement.max_points else Verdict.FAILED
    return replace(decided, verdict=verdict)


def seen(grade: Grade, criterion: str = "") -> str:
    """Names what a person saw when they decided: verdict and points of a criterion, or of all.

    Of one that is left to a person it is what was there before anybody decided.
    """
    about = [
        (
            each.id,
            Verdict.NOT_RUN if each.manual else each.verdict,
            each.points if each.machine_points is None else each.machine_points,
            each.max_points,
        )
        for each in grade.judgements
        if criterion in {"", each.id}
    ]
    return hashlib.sha256(msgspec.msgpack.encode((grade.status, about))).hexdigest()


def outdated(grade: Grade) -> tuple[Decision, ...]:
    """Decisions that gave points for something that has changed since."""
    gone = without_criterion(grade)
    return tuple(
        each
        for each in grade.decisions
        if each.points is not None
        and each.rests_on
        and each.rests_on != seen(grade, each.criterion)
        and each not in gone
    )


def without_criterion(grade: Grade) -> tuple[Decision, ...]:
    """Decisions about criteria that are not there any more: points that do not count, and words that are on no page."""
    there = {each.id for each in grade.judgements}
    return tuple(
        each for each in grade.decisions if grade.judgements and each.criterion and each.criterion not in there
    )
