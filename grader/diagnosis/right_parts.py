"""Answers under names, or in several parts, of which some are right in every call: what is wrong lies in the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.diagnosis.agreement import agrees
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.records import Call, Described, Ending, Family, FoundBy, Outcome
from grader.rubric.pictures import picture
from grader.sandbox import values


def wrong_in_some_parts(
    function: str, calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> list[KnownMistake]:
    """Which answers under names are right in every call, where others are not; nothing where all or none are."""
    if not calls or not _has_names(reference[calls[0]]):
        return []
    pairs = []
    for call in calls:
        got, want = theirs.get(call), reference[call]
        if got is None or got.ending is not Ending.VALUE or want.ending is not Ending.VALUE or got.arguments_after:
            return []
        pairs.append((call, values.decode_value(got.value), values.decode_value(want.value)))
    names = _names([want for _, _, want in pairs])
    if all(isinstance(each, str) for _, _, want in pairs for each in want.values()):  # each question says why by itself
        return []
    if not names or not all(isinstance(got, dict) and set(got) == set(names) for _, got, _ in pairs):
        return []
    right = tuple(name for name in names if all(_same(call, got[name], want[name]) for call, got, want in pairs))
    if not right or len(right) == len(names):
        return []
    described = Described(
        Family.FORM, FoundBy.PARTS, right=right, parts=tuple(name for name in names if name not in right)
    )
    return [KnownMistake(described_name(described), function, {}, described=described)]


def _has_names(asked: Outcome) -> bool:
    """Whether what is asked for has names of the statement: those in a picture are ours."""
    if asked.ending is not Ending.VALUE:
        return False
    answer = values.decode_value(asked.value)
    return isinstance(answer, dict) and picture(answer) is None


def _names(answers: Sequence[Any]) -> list[str]:
    """The names of what is asked for, the same in every answer; none where it is no dict."""
    if not answers or not all(isinstance(each, dict) and set(each) == set(answers[0]) for each in answers):
        return []
    return list(answers[0])


def _same(call: Call, got: Any, want: Any) -> bool:
    one, other = (Outcome(Ending.VALUE, value=values.encode_value(each)) for each in (got, want))
    return agrees(call, one, other)
