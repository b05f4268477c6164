"""Judgements → points: what a criterion pays once the others are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from grader.records import Judgement, Verdict


def settle(
    judgements: Sequence[Judgement],
    after: Mapping[str, Sequence[str]],
    hint_after: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[Judgement, ...]:
    """Take back what builds on a lost criterion: it is `not_run`, transitively.

    A criterion that was lost on its own account keeps its own verdict, which says more; but not its hint, where the
    ground that the hint stands on was lost as well.
    """
    if all(judgement.passed for judgement in judgements):
        return tuple(judgements)
    by_id = {judgement.id: judgement for judgement in judgements}

    def first_lost(criterion: str) -> Judgement | None:
        for needed in after.get(criterion, ()):
            if needed in by_id and not by_id[needed].passed:
                return by_id[needed]
            if lost := first_lost(needed):
                return lost
        return None

    def stands_on_nothing(criterion: str) -> bool:
        return any(each in by_id and not by_id[each].passed for each in hint_after.get(criterion, ()))

    settled = []
    for judgement in judgements:
        lost = first_lost(judgement.id)
        if lost is not None and judgement.passed:
            settled.append(
                msgspec.structs.replace(
                    judgement,
                    verdict=Verdict.NOT_RUN,
                    points=0.0,
                    builds_on=lost.id,
                )
            )
        elif lost is not None:
            settled.append(msgspec.structs.replace(judgement, hint="", points=0.0))
        elif stands_on_nothing(judgement.id):
            settled.append(msgspec.structs.replace(judgement, hint=""))
        else:
            settled.append(judgement)
    return tuple(settled)
