"""Calls of one plain kind that are all wrong, while all others are right: where to look, if nobody knows for what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from grader.diagnosis.agreement import agrees, has_nothing_to_do
from grader.diagnosis.call_kinds import bound_between, calls_where, kinds_of
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.diagnosis.read_once import read_once
from grader.records import Call, Described, Ending, Family, FoundBy, Outcome

BY_ANSWERS = ("none_is_right", "zero_is_right", "yours_is_none")
_FEWEST = 3  # different calls on either side of a bound, and that are right
_FEWEST_OF_A_KIND = 2  # that are wrong, where they are all there are of a plain kind


def wrong_in_one_kind(
    function: str, calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> list[KnownMistake]:
    """The kind of calls that parts right from wrong, described; none where no single argument does."""
    if not all(call in theirs for call in calls):
        return []
    wrong = frozenset(call for call in calls if not agrees(call, theirs[call], reference[call]))
    right = [call for call in calls if call not in wrong]
    telling = [call for call in right if not has_nothing_to_do(call)]  # a path without steps is right in any case
    if any(theirs[call].ending is not Ending.VALUE for call in wrong):  # that is said of the calls themselves
        return []
    if not wrong or len({call.arguments for call in telling}) < _FEWEST:
        return []
    different = len({call.arguments for call in wrong})
    where = _by_answers(wrong, right, theirs, reference)
    if not where and different >= _FEWEST_OF_A_KIND:
        where = next((named for named, inside in kinds_of(tuple(calls)) if inside == wrong), "")
    if not where and different >= _FEWEST:
        where = bound_between([call for call in calls if call in wrong], right)
    if not where:
        return []
    described = Described(Family.FORM, FoundBy.WHERE, where=where)
    return [KnownMistake(described_name(described), function, {}, described=described)]


def holds(
    found: Described, calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> bool:
    """Whether it is these of some other calls, too, that are wrong, and no others."""
    if not all(call in theirs for call in calls):
        return False
    wrong = frozenset(call for call in calls if not agrees(call, theirs[call], reference[call]))
    if found.where in BY_ANSWERS:
        right = [call for call in calls if call not in wrong]
        return not wrong or _by_answers(wrong, right, theirs, reference) == found.where
    return wrong == calls_where(found.where, calls)


def _by_answers(
    wrong: Collection[Call], right: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> str:
    """What is plain about all answers that are wrong, or about all in whose place they stand, and about no others.

    One of `BY_ANSWERS`.
    """
    for where, plain in (("none_is_right", None), ("zero_is_right", 0)):
        if all(_is(reference[call], plain) for call in wrong) and not any(
            _is(reference[call], plain) for call in right
        ):
            return where
    if all(_is(theirs[call], None) for call in wrong):
        return "yours_is_none"
    return ""


def _is(outcome: Outcome, plain: int | None) -> bool:
    if outcome.ending is not Ending.VALUE:
        return False
    value = read_once(outcome.value)
    return value is None if plain is None else type(value) in {int, float} and value == plain
