"""A lost criterion with its call and both answers: what pages and the terminal find things out of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Call, Judgement
from grader.reports.exhibits.base import Lost, look_up
from grader.reports.exhibits.recovered import rule_of


def lost_criterion(judgement: Judgement, graded: Graded, prepared: Prepared, *, in_full: bool = True) -> Lost | None:
    """None where nothing was asked, or nothing is recorded."""
    if judgement.call is None or graded.transcript is None:
        return None
    reference = prepared.key.reference
    asked = look_up(judgement.call, graded.transcript, reference)
    return Lost(asked, judgement.difference, graded.transcript, reference, calls_beside(judgement, prepared), in_full)


def calls_beside(judgement: Judgement, prepared: Prepared) -> Sequence[Call]:
    """The calls that may be shown beside a criterion."""
    plan = prepared.key.plan
    return plan.public if judgement.public else plan.calls


def recovered_rules(judgements: Sequence[Judgement], graded: Graded, prepared: Prepared) -> Iterator[tuple[str, str]]:
    """For each function without a diagnosis the rule that walks the path it was lost by, if there is one."""
    told = {diagnosis.function for diagnosis in graded.grade.diagnoses}
    for judgement in judgements:
        (function, *others) = judgement.functions
        if judgement.passed or judgement.follows_from or others or function in told:
            continue
        lost = lost_criterion(judgement, graded, prepared)
        if lost is not None and (rule := rule_of(lost)):
            told.add(function)
            yield function, rule
