"""What is paid of criteria that are lost only because another function is wrong: a mistake is paid for once.

Pure over what was judged and diagnosed, and the rulings that were made beforehand, so that it comes out alike in a run,
in a regrade, on another machine and at home.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

import msgspec

from grader.course.policies import FollowOnPolicy
from grader.grading.ruling import Ruling
from grader.records import Diagnosis, FollowOn, Judgement, Verdict


def paid_once(
    judgements: Sequence[Judgement],
    diagnoses: Sequence[Diagnosis],
    consequences: Mapping[str, str],
    rulings: Callable[[str, str], Sequence[Ruling]],
    after: Mapping[str, Sequence[str]],
    policy: FollowOnPolicy,
    together: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> tuple[Judgement, ...]:
    """The judgements, each with what it is paid although it was lost.

    `consequences` maps a function without a mistake of its own to the one whose mistake explains it, `together` one
    whose entries several explain to all of these, and `after` a criterion to those that it builds on: of several roots
    it is lost by the one that lost its ground.  `rulings` tells what is settled of a function's known mistake.
    """
    named = [(each.function, each.mistake) for each in diagnoses]
    if policy is FollowOnPolicy.SAID or not named or not any(map(_may_follow, judgements)):
        return tuple(judgements)
    ruled = {(*id_, each.criterion): each for id_ in named for each in rulings(*id_)}
    by_id = {judgement.id: judgement for judgement in judgements}
    roots = {function for function, _ in named}

    def ruling(root: str, criterion: str) -> Ruling | None:
        """That of the root's mistake; where several fit, one that withholds."""
        found = [ruled.get((function, mistake, criterion)) for function, mistake in named if function == root]
        return min(filter(None, found), key=lambda each: each.pays, default=None)

    def root_of(judgement: Judgement) -> str:
        """The one function by which a criterion is lost; empty where there is none, or it is its own."""
        several = {root for function in judgement.functions for root in together.get(function, ())}
        if several:
            brought = several & {root for each in lost_grounds(judgement, by_id, after) for root in lost_by(each)}
        elif judgement.verdict is Verdict.FAILED:
            brought = {consequences.get(function, "") for function in judgement.functions}
        elif judgement.verdict is Verdict.NOT_RUN and judgement.builds_on:
            brought = {root for ground in lost_grounds(judgement, by_id, after) for root in lost_by(ground)}
            brought |= {consequences.get(function, function) for function in judgement.functions} & {*wrong, *roots}
        else:
            return ""
        (root, *others) = brought or {""}
        return root if root in roots and not others and root not in judgement.functions else ""

    def lost_by(ground: Judgement) -> set[str]:
        return {consequences.get(function, function) for function in ground.functions}

    wrong = {
        function
        for judgement in judgements
        if judgement.lost and judgement.verdict is not Verdict.NOT_RUN
        for function in judgement.functions
    }

    def with_what_is_paid(judgement: Judgement) -> Judgement:
        root = root_of(judgement) if judgement.lost else ""
        found = ruling(root, judgement.id) if root else None
        if found is None:
            return judgement
        share = policy.share if found.pays else 0.0
        points = max(judgement.points, share * judgement.max_points)
        return msgspec.structs.replace(judgement, points=points, follow_on=FollowOn(root, share, found.like))

    return tuple(map(with_what_is_paid, judgements))


def _may_follow(judgement: Judgement) -> bool:
    """Whether a criterion may be lost by another function alone."""
    return bool(judgement.builds_on) or bool({*judgement.follows_from} - {*judgement.functions})


def lost_grounds(
    judgement: Judgement, by_id: Mapping[str, Judgement], after: Mapping[str, Sequence[str]]
) -> list[Judgement]:
    """The lost criteria that a criterion builds on, and those that they build on."""
    found: dict[str, Judgement] = {}
    waiting = [*after.get(judgement.id, ())]
    while waiting:
        ground = by_id.get(waiting.pop())
        if ground is not None and ground.id not in found:
            waiting += after.get(ground.id, ())
            if ground.lost and ground.verdict is not Verdict.NOT_RUN:
                found[ground.id] = ground
    return [*found.values()]
