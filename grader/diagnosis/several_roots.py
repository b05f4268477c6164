"""Answers under names that several wrong functions bring about together: each entry follows from one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.diagnosis.agreement import agrees
from grader.diagnosis.read_once import read_once
from grader.records import Call, Ending, Outcome
from grader.sandbox import values

# What known mistakes of each root answer: of a root several, where they fit alike.
Answers = Mapping[str, Sequence[Mapping[Call, Outcome]]]


def several_roots(
    calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome], made: Answers
) -> tuple[str, ...]:
    """The roots of which each wrong entry follows from one; empty unless all do, and there are several."""
    found: set[str] = set()
    for call in calls:
        for entry in _wrong_entries(call, theirs.get(call), reference[call]):
            root = "" if entry is None else next(_bringing_about(call, *entry, made), "")
            if not root:
                return ()
            found.add(root)
    return tuple(root for root in made if root in found) if len(found) > 1 else ()


def _wrong_entries(call: Call, got: Outcome | None, want: Outcome) -> Iterator[tuple[str, Any] | None]:
    """Name and value of each; None for an answer that has no such entries."""
    if got is not None and agrees(call, got, want):
        return
    ours, theirs = _named(want), None if got is None or got.arguments_after else _named(got)
    if theirs is None or ours is None or theirs.keys() != ours.keys():
        yield None
        return
    yield from ((name, theirs[name]) for name in ours if not _same(call, theirs[name], ours[name]))


def _named(outcome: Outcome) -> dict[str, Any] | None:
    answer = read_once(outcome.value) if outcome.ending is Ending.VALUE else None
    return answer if isinstance(answer, dict) else None


def _bringing_about(call: Call, name: str, value: Any, made: Answers) -> Iterator[str]:
    for root, mistakes in made.items():
        answers = (_named(outcomes[call]) for outcomes in mistakes if call in outcomes)
        if any(answer is not None and name in answer and _same(call, value, answer[name]) for answer in answers):
            yield root


def _same(call: Call, one: Any, other: Any) -> bool:
    got, want = (Outcome(Ending.VALUE, value=values.encode_value(each)) for each in (one, other))
    return agrees(call, got, want)
