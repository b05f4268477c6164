"""Why a criterion was lost where that lies elsewhere: in a mistake that is named, or in another function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from grader.diagnosis.known_mistakes import Explanation
from grader.grading.follow_on import lost_grounds
from grader.records import Diagnosis, DifferenceKind, Ending, FoundBy, Judgement, Verdict


def with_causes(
    judgements: Sequence[Judgement], explanation: Explanation, after: Mapping[str, Sequence[str]]
) -> list[Judgement]:
    """The judgements, each with what it follows from; `after` maps a criterion to those that it builds on."""
    by_id = {judgement.id: judgement for judgement in judgements}
    return [_with_cause(judgement, explanation, by_id, after) for judgement in judgements]


def _with_cause(
    judgement: Judgement,
    explanation: Explanation,
    by_id: Mapping[str, Judgement],
    after: Mapping[str, Sequence[str]],
) -> Judgement:
    if judgement.passed or judgement.verdict is Verdict.NOT_RUN:
        return judgement
    if roots := _roots(judgement, explanation, by_id, after):
        outcome = judgement.outcome
        if outcome is not None and outcome.ending is Ending.RAISED and not set(outcome.names[-1:]) <= set(roots):
            outcome = msgspec.structs.replace(outcome, names=())  # where it was raised is not what is to be mended
        return msgspec.structs.replace(judgement, outcome=outcome, follows_from=roots)
    diagnosed = {each.function for each in explanation.diagnoses if not _tells_little(each)}
    if not diagnosed.issuperset(judgement.functions) or judgement.call in explanation.beside:
        return judgement
    about = [explanation.loses.get(function) for function in judgement.functions]
    follows = all(criteria is not None and judgement.id not in criteria for criteria in about)
    return msgspec.structs.replace(judgement, recognised=True, follows_from=judgement.functions if follows else ())


def _tells_little(diagnosis: Diagnosis) -> bool:
    """Whether a criterion's own hint says more: of a kind of slip, or of where answers are wrong."""
    return diagnosis.described is not None and diagnosis.described.found in {FoundBy.CHANGE, FoundBy.WHERE}


def _roots(
    judgement: Judgement,
    explanation: Explanation,
    by_id: Mapping[str, Judgement],
    after: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """The functions that a criterion is lost by instead of its own; empty where one of its own is not lost so."""
    roots = [
        root
        for function in judgement.functions
        for root in explanation.together.get(function, (explanation.consequences.get(function, ""),))
    ]
    if not all(roots):
        return ()
    if explanation.supposed.issuperset(judgement.functions) and after.get(judgement.id):
        return _having_a_part(judgement, explanation, by_id, after)
    if not explanation.together.keys().isdisjoint(judgement.functions):
        parts = _having_a_part(judgement, explanation, by_id, after)
        roots = [root for root in roots if root in parts] or roots
    return tuple(dict.fromkeys(roots))


def _having_a_part(
    judgement: Judgement,
    explanation: Explanation,
    by_id: Mapping[str, Judgement],
    after: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """Those of the functions that are wrong by which, as the rubric has it, this criterion may be lost."""
    every = lost_grounds(judgement, by_id, after)
    own = [each for each in every if {*each.functions} & {*judgement.functions}]
    grounds = [each for each in every if each not in own]
    if not grounds:  # what it builds on is of the same function, and may follow from another one itself
        return next(filter(None, (_roots(each, explanation, by_id, after) for each in own)), ())
    if judgement.difference is not None and judgement.difference.kind in _OF_ANOTHER_KIND:
        grounds = [each for each in grounds if each.difference is not None and each.difference.kind in _OF_ANOTHER_KIND]
    found = {explanation.consequences.get(name, name) for each in grounds for name in each.functions}
    return tuple(
        name for name in dict.fromkeys(each for one in by_id.values() for each in one.functions) if name in found
    )


# A number that is another one makes no answer of another kind: that comes of what is of another kind itself.
_OF_ANOTHER_KIND = frozenset(
    {
        DifferenceKind.NOT_A_NUMBER,
        DifferenceKind.OTHER_KIND,
        DifferenceKind.KEYS,
        DifferenceKind.KEY_MISSING,
        DifferenceKind.NOT_A_SET,
        DifferenceKind.NOT_AMONG,
    }
)
