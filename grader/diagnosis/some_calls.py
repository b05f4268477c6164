"""A known mistake that is made in calls of one plain kind, while all others are answered as asked.

Three calls of the kind at least must show the mistake, by answers that differ: fewer, or one number all along, may be
due to another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from grader.diagnosis.agreement import agrees
from grader.diagnosis.call_kinds import kinds_of
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.records import Call, Described, Family, FoundBy, Outcome

_FEWEST = 2  # calls that do not have the mistake
_FEWEST_DIFFERENT = 3  # answers by which the others show it


def made_in_some_calls(
    function: str,
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
    candidates: Sequence[KnownMistake],
) -> list[KnownMistake]:
    """The known mistakes that explain a function's answers in calls of one kind, described; none if none does."""
    if not all(call in theirs for call in calls):
        return []
    wrong = {call for call in calls if not agrees(call, theirs[call], reference[call])}
    if len({theirs[call].value for call in wrong}) < _FEWEST_DIFFERENT or len(wrong) == len(calls):
        return []
    found: dict[str, KnownMistake] = {}
    fitting = [each for each in candidates if each.words is not None and _fits(wrong, theirs, each)]
    for where, inside in kinds_of(tuple(calls)) if fitting else ():
        if not wrong <= inside or len(calls) - len(inside) < _FEWEST:
            continue
        for mistake in fitting:
            elsewhere = [call for call in calls if call not in inside and call in mistake.outcomes]
            if _agrees_on(inside, theirs, reference, mistake) and elsewhere:
                found.setdefault(mistake.id, _described(function, mistake, where))
    return [_with_others(each, len(found) - 1) for each in found.values()][:1]


def _fits(wrong: set[Call], theirs: Mapping[Call, Outcome], mistake: KnownMistake) -> bool:
    return all(call in mistake.outcomes and agrees(call, theirs[call], mistake.outcomes[call]) for call in wrong)


def _agrees_on(
    calls: Iterable[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome], mistake: KnownMistake
) -> bool:
    return all(agrees(call, theirs[call], mistake.outcomes.get(call) or reference[call]) for call in calls)


def _described(function: str, mistake: KnownMistake, where: str) -> KnownMistake:
    words = () if mistake.words is None else (mistake.words,)
    described = Described(Family.FORM, FoundBy.SOME_CALLS, mistakes=words, where=where)
    return KnownMistake(described_name(described), function, {}, described=described)


def _with_others(mistake: KnownMistake, others: int) -> KnownMistake:
    described = None if mistake.described is None else msgspec.structs.replace(mistake.described, others=others)
    return msgspec.structs.replace(mistake, described=described)
