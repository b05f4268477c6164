"""The whole flow for one submission: record, judge, diagnose, grade.

`Prepared` is what is known of an assignment before the first hand-in; it is made once and read by all.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from grader import words
from grader.course.folder import Assignment
from grader.diagnosis.known_mistakes import Explanation, KnownMistake, explain
from grader.grading.scoring import settle
from grader.records import (
    Call,
    Ending,
    Grade,
    Judgement,
    Outcome,
    Status,
    Submission,
    Transcript,
    Verdict,
)
from grader.rubric.answer_key import AnswerKey, judge_some
from grader.rubric.criteria import Criterion, Rubric
from grader.rubric.proxies import Ask
from grader.sandbox.base import Backend
from grader.sandbox.recording import Recording

LIVE_CALLS = 20  # a criterion may make after the plan: a loop on a student's answers must end


@dataclass(frozen=True, slots=True)
class Prepared:
    """An assignment ready to grade by."""

    assignment: Assignment
    rubric: Rubric
    key: AnswerKey
    mistakes: tuple[KnownMistake, ...]
    other_parameters: tuple[KnownMistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with the transcript it was judged from; None where nothing was recorded."""

    grade: Grade
    transcript: Transcript | None


def grade(submission: Submission, prepared: Prepared, backend: Backend) -> Graded:
    """Grade one submission.  Student trouble ends in verdicts; trouble of our own raises."""
    started = time.perf_counter()
    if submission.status is not Status.GRADED:
        return Graded(_not_taken(submission, prepared), None)
    if _is_stub(submission, prepared.assignment):
        return Graded(_ungraded(submission, prepared, Status.MISSING, words.UNCHANGED_STUB), None)
    judgements, transcript = record_and_judge(submission, prepared, backend)
    return Graded(judged(submission, prepared, judgements, transcript, time.perf_counter() - started), transcript)


def record_and_judge(
    submission: Submission, prepared: Prepared, backend: Backend, *, known: Transcript | None = None
) -> tuple[list[Judgement], Transcript]:
    """Load, public plan, public live calls, hidden plan, hidden live calls: one order everywhere.

    What a `known` transcript of the same submission holds is not run again.
    """
    assignment, key = prepared.assignment, prepared.key
    judgements: list[Judgement] = []
    recording = Recording(submission, assignment.limits, backend, assignment.packages)
    if known is not None:
        recording.load, recording.outcomes = known.load, dict(known.outcomes)
    with recording:
        for public, plan in ((True, key.plan.public), (False, key.plan.hidden)):
            recording.run(plan)
            for criterion in prepared.rubric.criteria:
                if criterion.public is public:
                    judgements += judge_some(prepared.rubric, [criterion], key, _with_live_calls(recording))
        transcript = recording.transcript()
    return judgements, transcript


def judge_transcript(transcript: Transcript, prepared: Prepared) -> list[Judgement]:
    """The same judgements from what is recorded, without running anybody's code."""
    return judge_some(prepared.rubric, prepared.rubric.criteria, prepared.key, _from(transcript))


def judged(
    submission: Submission,
    prepared: Prepared,
    judgements: Sequence[Judgement],
    transcript: Transcript,
    seconds: float = 0.0,
) -> Grade:
    """The grade that follows from judgements and transcript."""
    after = {criterion.id: criterion.after for criterion in prepared.rubric.criteria}
    settled = settle(judgements, after)
    message = "" if transcript.loaded else words.load_sentence(transcript.load, submission.filename)
    explanation = Explanation()
    if transcript.loaded:
        explanation = explain(
            transcript,
            _lossy_functions(settled, prepared.rubric),
            prepared.key.plan,
            prepared.key.reference,
            prepared.mistakes,
            prepared.other_parameters,
        )
    faulty = any(judgement.verdict is Verdict.GRADER_FAULT for judgement in settled)
    return Grade(
        student=submission.student,
        assignment=submission.assignment,
        status=Status.REGRADE_NEEDED if faulty else Status.GRADED,
        max_score=prepared.rubric.max_points,
        judgements=tuple(_with_cause(judgement, message, explanation) for judgement in settled),
        diagnoses=explanation.diagnoses,
        message=message or (words.REGRADE if faulty else ""),
        seconds=float(f"{seconds:.1g}"),  # coarse: a sleep whose length a hidden input sets shows here
        submission_sha256=submission.sha256,
        rubric_sha256=prepared.key.rubric_sha256,
    )


def _lossy_functions(judgements: Sequence[Judgement], rubric: Rubric) -> list[str]:
    """Functions that lost something; what won everything is right, and needs no explanation."""
    lost = {function for judgement in judgements if not judgement.passed for function in judgement.functions}
    return [function for function in rubric.functions if function in lost]


def faulted(submission: Submission, prepared: Prepared, why: str) -> Grade:
    """The grade of a hand-in that the grader itself failed at: no points, but never a silent zero."""
    return _ungraded(submission, prepared, Status.REGRADE_NEEDED, words.REGRADE, verdict=Verdict.GRADER_FAULT, why=why)


def _not_taken(submission: Submission, prepared: Prepared) -> Grade:
    verdict = Verdict.GRADER_FAULT if submission.status is Status.REGRADE_NEEDED else Verdict.NOT_RUN
    said = words.trouble_sentence(submission.trouble)
    ungraded = _ungraded(submission, prepared, submission.status, said, verdict=verdict)
    return msgspec.structs.replace(ungraded, trouble=submission.trouble)


def _with_cause(judgement: Judgement, load_message: str, explanation: Explanation) -> Judgement:
    """Say why a criterion was lost where that lies elsewhere: in the file itself, or in another function."""
    if judgement.passed or judgement.verdict is Verdict.NOT_RUN:
        return judgement
    if load_message:
        return msgspec.structs.replace(judgement, message=load_message, detail=load_message)
    roots = [explanation.consequences.get(function) for function in judgement.functions]
    if roots and all(roots):
        names = " and ".join(f"`{root}`" for root in dict.fromkeys(roots))
        return _explained(judgement, words.consequence_sentence(names))
    diagnosed = {diagnosis.function for diagnosis in explanation.diagnoses}
    if not diagnosed.issuperset(judgement.functions):
        return judgement
    about = [explanation.loses.get(function) for function in judgement.functions]
    follows = all(criteria is not None and judgement.id not in criteria for criteria in about)
    return _explained(judgement, words.FOLLOWS_FROM_MISTAKE if follows else "")


def _explained(judgement: Judgement, said: str) -> Judgement:
    """Without the criterion's own hint, which would send a student to places where nothing is wrong."""
    return msgspec.structs.replace(judgement, message=f"{judgement.message} {said}".rstrip(), hint="")


def _from(transcript: Transcript) -> Ask:
    def ask(call: Call) -> Outcome:
        recorded = transcript.outcomes.get(call)
        return recorded if recorded is not None else Outcome(Ending.MISSING, detail="not recorded")

    return ask


def _with_live_calls(recording: Recording) -> Ask:
    """Answers from the recording; a call that is not in it is made now, as long as the criterion's budget lasts."""
    live = 0

    def ask(call: Call) -> Outcome:
        nonlocal live
        recorded = recording.outcomes.get(call)
        if recorded is not None:
            return recorded
        live += 1
        if live > LIVE_CALLS:
            recording.outcomes[call] = Outcome(Ending.TIMED_OUT, detail="not run: this criterion asked too often")
            return recording.outcomes[call]
        return recording.ask(call)

    return ask


def _is_stub(submission: Submission, assignment: Assignment) -> bool:
    """Whether the file is the stub as it was given out, line endings and byte order mark aside."""
    return _normalised(submission.source) == _normalised((assignment.folder / "stub.py").read_bytes())


def _normalised(source: bytes) -> bytes:
    return source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").strip()


def _ungraded(
    submission: Submission,
    prepared: Prepared,
    status: Status,
    message: str,
    *,
    verdict: Verdict = Verdict.NOT_RUN,
    why: str = "",
) -> Grade:
    return Grade(
        student=submission.student,
        assignment=submission.assignment,
        status=status,
        max_score=prepared.rubric.max_points,
        judgements=tuple(_unjudged(criterion, verdict, message, why) for criterion in prepared.rubric.criteria),
        message=message,
        submission_sha256=submission.sha256 if submission.source else "",
        rubric_sha256=prepared.key.rubric_sha256,
    )


def _unjudged(criterion: Criterion, verdict: Verdict, message: str, why: str) -> Judgement:
    return Judgement(
        id=criterion.id,
        title=criterion.title,
        functions=criterion.functions,
        points=0.0,
        max_points=criterion.points,
        verdict=verdict,
        visibility=criterion.visibility,
        public=criterion.public,
        message=message,
        detail=why or message,
    )
