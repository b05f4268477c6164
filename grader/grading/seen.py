"""What is seen of a hand-in beside its judgements: by its code, by asking twice, by how a call ended."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from grader.grading.judging import again
from grader.grading.prepared import Prepared
from grader.records import (
    NOTICED,
    RETURNS,
    CodeRemark,
    Compared,
    Difference,
    DifferenceKind,
    Ending,
    Judgement,
    Outcome,
    Transcript,
    Why,
)


def with_what_was_seen(
    judgement: Judgement, transcript: Transcript, prepared: Prepared, right: Container[str]
) -> Judgement:
    """A lost criterion with all that is seen beside it; `right` are functions that lost nothing."""
    if judgement.passed:
        return judgement
    return msgspec.structs.replace(
        judgement,
        unsteady=_is_unsteady(judgement, transcript),
        remarks=_remarks(judgement, transcript),
        outcome=_raised_in_right(_with_parameters_in_order(judgement, prepared), right),
    )


def _remarks(judgement: Judgement, transcript: Transcript) -> tuple[CodeRemark, ...]:
    """What the shape of the code tells of a lost criterion; of a `return` where nothing or too little came back."""
    if judgement.call is None or not judgement.public:
        return ()
    return tuple(
        remark
        for remark in transcript.load.remarks
        if remark.function == judgement.call.function
        and remark.why not in NOTICED
        and (remark.why not in RETURNS or _can_be_why(remark.why, judgement.difference))
    )


def _can_be_why(why: Why, seen: Difference | None) -> bool:
    """Whether what a `return` comes to can be why an answer is another: not for one part or entry of it."""
    if seen is None or seen.compared in {Compared.PART, Compared.COUNTS, Compared.ENTRIES}:
        return seen is not None and seen.is_no_answer
    return seen.is_no_answer or seen.kind in _SHOWN_BY.get(why, ())


# Where None can be a right answer, a `return None` is no slip.
_SHOWN_BY = {
    Why.RETURN_ON_BRANCH: {DifferenceKind.UNEXPECTED_NONE},
    Why.RETURN_IN_LOOP: {
        DifferenceKind.UNEXPECTED_NONE,
        DifferenceKind.SHAPE,
        DifferenceKind.LAST_ROW_MISSING,
    },
}


def _is_unsteady(judgement: Judgement, transcript: Transcript) -> bool:
    """Whether the same call was answered in two ways."""
    if judgement.call is None:
        return False
    first, second = (transcript.outcomes.get(call) for call in (judgement.call, again(judgement.call)))
    if first is None or second is None or {first.ending, second.ending} != {Ending.VALUE}:
        return False  # what ended otherwise the second time says nothing of what is kept
    return first.value != second.value


def _with_parameters_in_order(judgement: Judgement, prepared: Prepared) -> Outcome | None:
    """How a call ended, with the names that were asked for in the order of the statement: a call has none."""
    outcome = judgement.outcome
    if outcome is None or outcome.why is not Why.PARAMETERS or judgement.call is None:
        return outcome
    signature = prepared.assignment.signature(judgement.call.function)
    names = [name for name in signature if name in outcome.names]
    others = [name for name in outcome.names if name not in names]
    return msgspec.structs.replace(outcome, names=(*names, *others))


def _raised_in_right(outcome: Outcome | None, right: Container[str]) -> Outcome | None:
    """An exception that passed through a function that is right is told of what that one was handed."""
    if outcome is None or outcome.ending is not Ending.RAISED or outcome.why is not Why.UNSAID:
        return outcome
    *outer, inner = outcome.names or ("",)
    return msgspec.structs.replace(outcome, why=Why.HANDED) if outer and inner in right else outcome


def noticed(transcript: Transcript, prepared: Prepared) -> tuple[CodeRemark, ...]:
    """What is told of a hand-in and earns nothing: of functions and names that the assignment has, and no others."""
    ready_made = dict(prepared.assignment.ready_made)
    return tuple(
        each
        for each in dict.fromkeys(transcript.load.remarks)
        if each.function in prepared.assignment.functions
        and (each.why is Why.ASKED or (each.why is Why.READY_MADE and each.said in ready_made.get(each.function, ())))
    )
