"""Answers that are labels, or true and false: which stands in the place of which, or that there is but one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader import exact_kinds
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.diagnosis.read_once import read_once
from grader.records import Call, Described, Ending, Family, FoundBy, Outcome, Piece

ALWAYS, AT_TIMES = "always", "at_times"  # how often one label stands in the place of another
_MOST = 3  # exchanges that are told; more say no more than that the function is another one
_FEWEST = 3  # calls, and those in which one label always stands in the place of another


def exchanged_labels(
    function: str, calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> list[KnownMistake]:
    """The labels that stand in the place of others, described; none where an answer is none of those that are right."""
    pairs = _pairs(calls, theirs, reference)
    if len(pairs) < _FEWEST:
        return []
    given = {got for _, got in pairs}
    if len(given) == 1:
        pieces: tuple[Piece, ...] = (Piece(*given),)
    else:
        wrong = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])
        pieces = tuple(Piece(got, want, _how_often(want, got, pairs)) for want, got in wrong)
    if not 0 < len(pieces) <= _MOST:
        return []
    described = Described(Family.FORM, FoundBy.LABELS, pieces)
    return [KnownMistake(described_name(described), function, {}, described=described)]


def contradicted(
    described: Described, calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> bool:
    """Whether the answers to some other calls are others than what was said of labels lets expect.

    That is said of the calls that were asked, but for a label that is the only one.
    """
    pairs = _pairs(calls, theirs, reference)
    only = [each.formula for each in described.pieces if not each.where]
    return not pairs or any(got != own for own in only for _, got in pairs)


def _pairs(
    calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> list[tuple[str, str]]:
    """The right label of each call, and the one that came back; none where one of them is something else."""
    if not calls or not all(call in theirs for call in calls):
        return []
    right = [_label(reference[call]) for call in calls]
    own = [_label(theirs[call]) for call in calls]
    names = {exact_kinds.label_as_compared(label): label for label in right if label}
    found = [names.get(exact_kinds.label_as_compared(label), "") for label in own]
    return list(zip(right, found, strict=True)) if all(right) and all(found) else []


def _label(outcome: Outcome) -> str:
    """As it is told: a label, or true or false as Python writes them; empty for anything else."""
    if outcome.ending is not Ending.VALUE or outcome.arguments_after:
        return ""
    value = read_once(outcome.value)
    kind = exact_kinds.beside_numbers(value)
    return "" if kind is None else str(kind.plain(value))


def _how_often(want: str, got: str, pairs: Sequence[tuple[str, str]]) -> str:
    others = [other for right, other in pairs if right == want]
    return ALWAYS if len(others) >= _FEWEST and set(others) == {got} else AT_TIMES
