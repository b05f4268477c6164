"""Answers of another form than asked: none at all, another kind, other parts, other rows.  No formula is to blame."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader import exact_kinds
from grader.diagnosis.agreement import agrees
from grader.diagnosis.known_mistakes import Explanation
from grader.diagnosis.read_once import read_once
from grader.records import Call, CodeRemark, Diagnosis, Ending, FoundBy, Outcome, Transcript, Why
from grader.rubric.pictures import picture


def without_kinds_of_slips(
    explanation: Explanation, calls: Sequence[Call], transcript: Transcript, reference: Transcript
) -> Explanation:
    """The same without a kind of slip of a function whose wrong answers are of another form than asked.

    Some change of the reference answers so as well, but what is wrong is seen in the form: a sign, a factor or an
    index would be looked for in a line that is right.  So it would where the one `return` stands inside a loop, and
    of labels and pictures, where one change answers as many others do.
    """
    kept = tuple(
        each
        for each in explanation.diagnoses
        if not (is_a_kind(each) and _is_seen_in_the_form(each.function, calls, transcript, reference))
    )
    return explanation if len(kept) == len(explanation.diagnoses) else replace(explanation, diagnoses=kept)


def is_a_kind(diagnosis: Diagnosis) -> bool:
    """Whether all that a diagnosis tells is the kind of a slip, and where in a function it lies."""
    return diagnosis.described is not None and diagnosis.described.found is FoundBy.CHANGE


def _is_seen_in_the_form(function: str, calls: Sequence[Call], transcript: Transcript, reference: Transcript) -> bool:
    own = [call for call in calls if call.function == function]
    return (
        _returns_inside_a_loop(function, transcript.load.remarks)
        or _are_labels_or_pictures(own, reference.outcomes)
        or all_of_other_forms(own, transcript.outcomes, reference.outcomes)
    )


def _are_labels_or_pictures(calls: Sequence[Call], reference: Mapping[Call, Outcome]) -> bool:
    answers = [read_once(reference[call].value) for call in calls if reference[call].ending is Ending.VALUE]
    return all(exact_kinds.beside_numbers(each) is not None or picture(each) is not None for each in answers)


def _returns_inside_a_loop(function: str, remarks: Collection[CodeRemark]) -> bool:
    return any(each.function == function and each.why is Why.RETURN_IN_LOOP for each in remarks)


def all_of_other_forms(
    calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]
) -> bool:
    """Whether every answer that is wrong has another form than the right one, or is none; not where none is wrong.

    Where None is right nothing is seen of the form that is asked for.
    """
    wrong = [
        (theirs[call], read_once(reference[call].value))
        for call in calls
        if call in theirs and reference[call].ending is Ending.VALUE and not agrees(call, theirs[call], reference[call])
    ]
    seen = [(got, want) for got, want in wrong if want is not None]
    return bool(seen) and all(
        got.ending is not Ending.VALUE or is_of_another_form(read_once(got.value), want) for got, want in seen
    )


def is_of_another_form(got: Any, want: Any) -> bool:
    """Whether an answer is none, of another kind, or has other parts or rows than what is asked for."""
    if want is None or got is None:
        return got is None and want is not None
    if isinstance(want, dict):
        return not (isinstance(got, dict) and got.keys() == want.keys()) or _any(
            (got[name], want[name]) for name in want
        )
    if isinstance(want, tuple):
        parts = got if isinstance(got, tuple | list) else None
        return parts is None or len(parts) != len(want) or _any(zip(parts, want, strict=True))
    kind = exact_kinds.beside_numbers(want)
    if kind is not None or exact_kinds.beside_numbers(got) is not None:
        return kind is None or kind.given(got, want) is None
    return _shape(got) != _shape(want)


def _any(pairs: Any) -> bool:
    return any(is_of_another_form(got, want) for got, want in pairs)


def _shape(numbers: Any) -> tuple[int, ...] | None:
    """The shape of numbers; None of what is none of these."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(numbers, dtype=np.float64).shape
    except (TypeError, ValueError, OverflowError):
        return None
