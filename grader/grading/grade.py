"""The whole flow for one submission: record, judge, diagnose, grade."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
import numpy as np
from msgspec.structs import replace

from grader.collect.stubs import is_untouched
from grader.diagnosis.known_mistakes import Explanation, explain
from grader.diagnosis.look_ups import with_look_ups
from grader.diagnosis.other_forms import without_kinds_of_slips
from grader.diagnosis.searches.question import Question
from grader.grading.causes import with_causes
from grader.grading.conditions import conditions_of
from grader.grading.describe import unnamed, with_answers, with_descriptions
from grader.grading.follow_on import paid_once
from grader.grading.judging import record_and_judge
from grader.grading.prepared import Prepared
from grader.grading.ruling import OpenBackend
from grader.grading.scoring import settle
from grader.grading.seen import noticed, with_what_was_seen
from grader.records import (
    Call,
    Ending,
    Grade,
    Judgement,
    Outcome,
    Status,
    Stop,
    Submission,
    Transcript,
    Trouble,
    TroubleKind,
    Verdict,
    Why,
)
from grader.rubric.answer_key import judge_some
from grader.rubric.criteria import Rubric
from grader.rubric.judge import not_judged
from grader.rubric.proxies import Ask
from grader.sandbox.base import Backend


class Graded(msgspec.Struct, frozen=True):
    """A grade with the transcript it was judged from; None where nothing was recorded.

    `unsearched` where a mistake has no name, and no search was made for one.
    """

    grade: Grade
    transcript: Transcript | None
    unsearched: bool = False


def grade(submission: Submission, prepared: Prepared, backend: Backend) -> Graded:
    """Grade one submission.  Student trouble ends in verdicts; trouble of our own raises."""
    graded = _graded(submission, prepared, backend)
    return replace(graded, grade=replace(graded.grade, conditions=conditions_of(backend)))


def _graded(submission: Submission, prepared: Prepared, backend: Backend) -> Graded:
    started = time.perf_counter()
    if submission.status is not Status.GRADED:
        return Graded(not_taken(submission, prepared), None)
    if is_untouched(submission.source, submission.kind, prepared.assignment):
        return Graded(
            _ungraded(submission, prepared, Status.MISSING, trouble=Trouble(TroubleKind.UNCHANGED_STUB)), None
        )
    judgements, transcript = record_and_judge(submission, prepared, backend)
    seconds = time.perf_counter() - started
    return judged(submission, prepared, judgements, transcript, seconds, backend=lambda: backend)


def judge_transcript(transcript: Transcript, prepared: Prepared) -> list[Judgement]:
    """The same judgements from what is recorded, without running anybody's code."""
    every = prepared.rubric.criteria
    certain = prepared.certain(every, transcript.outcomes)
    return judge_some(prepared.rubric, every, prepared.key, _from(transcript), certain)


def judged(
    submission: Submission,
    prepared: Prepared,
    judgements: Sequence[Judgement],
    transcript: Transcript,
    seconds: float = 0.0,
    *,
    backend: OpenBackend | None = None,
) -> Graded:
    """The grade that follows from judgements and transcript.

    The backend is opened where it has to be found out what is paid under a mistake that nobody made before; without
    one nothing is paid of what follows from a mistake.
    """
    after = {criterion.id: criterion.after for criterion in prepared.rubric.criteria}
    hint_after = {criterion.id: criterion.hint_after for criterion in prepared.rubric.criteria}
    at_first = settle(judgements, after, hint_after)
    right = set(prepared.rubric.functions) - set(_lossy_functions(at_first, prepared.rubric))
    settled = [with_what_was_seen(each, transcript, prepared, right) for each in at_first]
    explanation = _explanation(settled, transcript, prepared)
    faulty = any(judgement.verdict is Verdict.GRADER_FAULT for judgement in settled)
    caused = with_causes(settled, explanation, after) if transcript.loaded else [_not_run(each) for each in settled]
    grade = Grade(
        student=submission.student,
        assignment=submission.assignment,
        status=Status.REGRADE_NEEDED if faulty else Status.GRADED,
        max_score=prepared.rubric.max_points,
        judgements=_paid_once(caused, explanation, prepared, after, backend),
        diagnoses=explanation.diagnoses,
        seconds=float(f"{seconds:.1g}"),  # coarse: a sleep whose length a hidden input sets shows here
        submission_sha256=submission.sha256,
        rubric_sha256=prepared.key.rubric_sha256,
        filename=submission.filename,
        notices=submission.notices,
        stops=_stops(transcript),
        remarks=noticed(transcript, prepared) if transcript.loaded else (),
        load=None if transcript.loaded else replace(transcript.load, printed=""),
    )
    return Graded(grade, transcript, explanation.unsearched)


def _paid_once(
    judgements: Sequence[Judgement],
    explanation: Explanation,
    prepared: Prepared,
    after: Mapping[str, Sequence[str]],
    backend: OpenBackend | None,
) -> tuple[Judgement, ...]:
    if backend is None:
        return tuple(judgements)
    rulings = partial(prepared.rulings, backend=backend)
    policy = prepared.assignment.follow_on
    consequences, together = explanation.consequences, explanation.together
    return paid_once(judgements, explanation.diagnoses, consequences, rulings, after, policy, together)


def _explanation(judgements: Sequence[Judgement], transcript: Transcript, prepared: Prepared) -> Explanation:
    """What is known of the functions that lost something, with what was described of them before."""
    functions = _lossy_functions(judgements, prepared.rubric) if transcript.loaded else []
    if not functions:
        return Explanation()
    explanation = explained(functions, transcript, prepared)
    return with_descriptions(explanation, functions, transcript, prepared)


@np.errstate(all="ignore")  # numbers of a hand-in may be as large as numbers get, or no numbers at all
def explained(functions: Sequence[str], transcript: Transcript, prepared: Prepared) -> Explanation:
    """What is known of some functions from what is recorded, without any search."""
    key = prepared.key
    explanation = explain(
        transcript,
        functions,
        key.plan,
        key.reference,
        prepared.mistakes,
        prepared.recorded.other_constants,
        _own_calls(transcript, prepared.rubric),
        prepared.bank,
        _own_calls(key.reference, prepared.rubric) if key.reference.load.names else None,
    )
    explanation = without_kinds_of_slips(explanation, key.plan.calls, transcript, key.reference)
    return with_look_ups(explanation, functions, transcript, key.plan, key.reference, prepared.mistakes)


def without_a_name(grade: Grade, transcript: Transcript, prepared: Prepared) -> dict[str, Question]:
    """What searches can be asked of a grade: each of its functions whose mistake has no name."""
    if not (transcript.loaded and grade.was_run):
        return {}
    functions = _lossy_functions(grade.judgements, prepared.rubric)
    return unnamed(explained(functions, transcript, prepared), functions, transcript, prepared)


_AT_ONCE = 0.1  # of the work of a search, where a person waits for it


def with_searches(graded: Graded, prepared: Prepared, *, share: float = _AT_ONCE) -> Graded:
    """The same grade with what searches find of what has no name: one hand-in, at once."""
    if graded.transcript is None or not graded.unsearched:
        return graded
    questions = without_a_name(graded.grade, graded.transcript, prepared)
    found = with_answers(prepared, questions.values(), share=share)
    if not any(found.descriptions.get(each.digest) for each in questions.values()):
        return graded
    explanation = _explanation(graded.grade.judgements, graded.transcript, found)
    after = {criterion.id: criterion.after for criterion in prepared.rubric.criteria}
    judgements = tuple(with_causes(graded.grade.judgements, explanation, after))
    grade = replace(graded.grade, diagnoses=explanation.diagnoses, judgements=judgements)
    return Graded(grade, graded.transcript, explanation.unsearched)


def _stops(transcript: Transcript) -> tuple[Stop, ...]:
    """What of a file was not run; that by which it did not load at all is told of the load."""
    load = transcript.load
    if transcript.loaded:
        return load.stops
    return tuple(stop for stop in load.stops if (stop.cell, stop.line) != (load.cell, load.line))


def _own_calls(transcript: Transcript, rubric: Rubric) -> dict[str, list[str]]:
    """Which of its own functions each function of a submission uses, as its worker says: this informs, and no more."""
    calls: dict[str, list[str]] = {}
    for pair in transcript.load.names:
        caller, _, callee = pair.partition(" ")
        if caller in rubric.functions and callee in rubric.functions:
            calls.setdefault(caller, []).append(callee)
    return calls


def _lossy_functions(judgements: Sequence[Judgement], rubric: Rubric) -> list[str]:
    """Functions that lost something; what won everything is right, and needs no explanation."""
    lost = {function for judgement in judgements if judgement.lost for function in judgement.functions}
    return [function for function in rubric.functions if function in lost]


def faulted(submission: Submission, prepared: Prepared, why: str) -> Grade:
    """The grade of a hand-in that the grader itself failed at: no points, but never a silent zero."""
    return _ungraded(submission, prepared, Status.REGRADE_NEEDED, verdict=Verdict.GRADER_FAULT, fault=why)


def not_taken(submission: Submission, prepared: Prepared) -> Grade:
    """The grade of what is no hand-in, or was not taken."""
    verdict = Verdict.GRADER_FAULT if submission.status is Status.REGRADE_NEEDED else Verdict.NOT_RUN
    trouble = submission.trouble or Trouble(TroubleKind.NOTHING)
    return _ungraded(submission, prepared, submission.status, verdict=verdict, trouble=trouble)


def _not_run(judgement: Judgement) -> Judgement:
    """Of a file that did not load nothing was run, whatever a criterion would have asked; the grade says why."""
    if judgement.passed or judgement.verdict in {Verdict.NOT_RUN, Verdict.GRADER_FAULT}:
        return judgement
    return replace(judgement, verdict=Verdict.NOT_RUN, hint="", call=None, outcome=None)


def _from(transcript: Transcript) -> Ask:
    def ask(call: Call) -> Outcome:
        recorded = transcript.outcomes.get(call)
        return recorded if recorded is not None else Outcome(Ending.MISSING, why=Why.NOT_RECORDED)

    return ask


def _ungraded(
    submission: Submission,
    prepared: Prepared,
    status: Status,
    *,
    verdict: Verdict = Verdict.NOT_RUN,
    trouble: Trouble | None = None,
    fault: str = "",
) -> Grade:
    return Grade(
        student=submission.student,
        assignment=submission.assignment,
        status=status,
        max_score=prepared.rubric.max_points,
        judgements=tuple(not_judged(criterion, verdict) for criterion in prepared.rubric.criteria),
        submission_sha256=submission.sha256 if submission.source else "",
        rubric_sha256=prepared.key.rubric_sha256,
        filename=submission.filename,
        trouble=trouble,
        fault=fault,
        notices=submission.notices,
    )
