"""A grade from what was recorded: the rubric of now, and nobody's code but for calls that are new."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from grader.gradebook.transcripts import unpacked
from grader.grading.conditions import conditions_of
from grader.grading.grade import Graded, judge_transcript, judged, not_taken
from grader.grading.judging import record_and_judge
from grader.grading.prepared import Prepared
from grader.records import Call, Grade, SourceKind, Submission, Transcript
from grader.sandbox.base import Backend


class Why(StrEnum):
    """Why a grade cannot follow from what is kept."""

    NO_TRANSCRIPT = "no_transcript"  # nothing was recorded, or more than is kept
    NO_EXPECTED_ANSWERS = "no_expected_answers"  # of the rubric that it was made by: an earlier version kept none
    NO_SOURCE = "no_source"  # new calls would have to be run
    DIED = "died"  # the process that judged it did, each time


class Regraded(msgspec.Struct, frozen=True):
    """A new grade with its transcript, or why there is none; `run` counts the calls that had to be run."""

    graded: Graded | None
    why_not: Why | None = None
    run: int = 0


class Held(msgspec.Struct, frozen=True):
    """What is kept of a hand-in: its grade, the packed transcript, what that differs from, and where its bytes are."""

    grade: Grade
    difference: bytes
    expected: Transcript | None
    source: Callable[[], tuple[bytes, SourceKind] | None]


def regrade(held: Held, prepared: Prepared, backend: Callable[[], Backend]) -> Regraded:
    """Judge again.  The backend is opened only where calls are new, and they alone are run."""
    if held.grade.trouble is not None:
        submission = replace(_without_bytes(held.grade), status=held.grade.status, trouble=held.grade.trouble)
        return Regraded(Graded(_as_handed_in(not_taken(submission, prepared), held.grade), None))
    if not held.difference:
        return Regraded(None, Why.NO_TRANSCRIPT)
    if held.expected is None:
        return Regraded(None, Why.NO_EXPECTED_ANSWERS)
    transcript = unpacked(held.difference, held.expected)
    missing = _not_recorded(transcript, prepared) if transcript.loaded else []
    if not missing:
        submission = _without_bytes(held.grade)
        judgements = judge_transcript(transcript, prepared)
        graded = judged(submission, prepared, judgements, transcript, held.grade.seconds, backend=backend)
        return Regraded(replace(graded, grade=_as_handed_in(graded.grade, held.grade)))
    found = held.source()
    if found is None:
        return Regraded(None, Why.NO_SOURCE)
    submission = replace(_without_bytes(held.grade), source=found[0], kind=found[1])
    opened = backend()
    judgements, whole = record_and_judge(submission, prepared, opened, known=transcript)
    graded = judged(submission, prepared, judgements, whole, held.grade.seconds, backend=backend)
    grade = replace(_as_handed_in(graded.grade, held.grade), conditions=conditions_of(opened))
    return Regraded(replace(graded, grade=grade), run=len(missing))


def _not_recorded(transcript: Transcript, prepared: Prepared) -> list[Call]:
    return [call for call in prepared.key.plan.calls if call not in transcript.outcomes]


def _without_bytes(grade: Grade) -> Submission:
    return Submission(grade.student, grade.assignment, grade.filename, SourceKind.PYTHON, b"", notices=grade.notices)


def _as_handed_in(grade: Grade, before: Grade) -> Grade:
    """The new grade is about the same bytes, recorded under the same conditions."""
    return replace(
        grade, submission_sha256=before.submission_sha256, conditions=before.conditions, filename=before.filename
    )
