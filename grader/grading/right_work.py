"""What is said of right work that is handed in with fewer digits: whatever it loses, no mistake may be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np

from grader.course import variants
from grader.course.folder import Course
from grader.grading.describe import with_answers
from grader.grading.grade import judge_transcript, judged, without_a_name
from grader.grading.prepared import Prepared
from grader.records import Outcome, Transcript
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import record

_DECIMALS = 4
_Rounding = Callable[[Any], Any]

# Form of the answers → what becomes of a number, or of an array of them.
FORMS: dict[str, _Rounding] = {
    "as it is": lambda number: number,
    "in single precision": np.float32,
    "with four decimals": lambda number: np.round(number, _DECIMALS),
}


class RightWork(msgspec.Struct, frozen=True):
    """A right hand-in in one form, whether it loses anything, and what was said of it."""

    variant: str
    form: str
    loses: bool
    said: tuple[str, ...]  # `function/name` of each diagnosis


def right_work(course: Course, prepared: Prepared, backend: Backend) -> Iterator[RightWork]:
    """The reference and every accepted variant in each form, diagnosed as hand-ins are, searches included."""
    assignment = prepared.assignment
    right = [
        variants.solution(course, assignment),
        *(each.submission for each in variants.accepted(course, assignment)),
    ]
    for submission in right:
        exact = record(
            submission,
            prepared.key.plan.calls,
            backend=backend,
            limits=assignment.limits,
            provided=assignment.provided,
        )
        for form, rounding in FORMS.items():
            transcript = Transcript(
                exact.load, {call: _rounded(each, rounding) for call, each in exact.outcomes.items()}
            )
            judgements = judge_transcript(transcript, prepared)
            graded = judged(submission, prepared, judgements, transcript)
            if graded.unsearched:
                questions = without_a_name(graded.grade, transcript, prepared).values()
                graded = judged(submission, with_answers(prepared, questions), judgements, transcript)
            yield RightWork(
                submission.student,
                form,
                any(each.lost for each in judgements),
                tuple(f"{each.function}/{each.mistake}" for each in graded.grade.diagnoses),
            )


def _rounded(outcome: Outcome, rounding: _Rounding) -> Outcome:
    """The same answer with its numbers rounded; the arguments after the call stay as they are."""
    if not outcome.value:
        return outcome
    return msgspec.structs.replace(
        outcome, value=values.encode_value(_with_numbers(values.decode_value(outcome.value), rounding))
    )


def _with_numbers(value: Any, rounding: _Rounding) -> Any:
    match value:
        case np.ndarray() if value.dtype.kind == "f":
            return np.asarray(rounding(value))
        case float():  # NumPy's own double is one as well
            return float(rounding(value))
        case list() | tuple() if type(value) in {list, tuple}:
            return type(value)(_with_numbers(each, rounding) for each in value)
        case dict():
            return {name: _as_before(each, _with_numbers(each, rounding)) for name, each in value.items()}
        case _:
            return value


def _as_before(value: Any, rounded: Any) -> Any:
    """An array in the precision that it had: what a picture is recorded in is the stand-in's, and no student's."""
    return rounded.astype(value.dtype) if isinstance(value, np.ndarray) else rounded
