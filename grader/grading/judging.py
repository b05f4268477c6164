"""A submission recorded and judged in one order: public plan, public live calls, hidden plan, hidden live calls."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.grading.prepared import Prepared
from grader.records import (
    Call,
    CodeRemark,
    Ending,
    Judgement,
    Outcome,
    Submission,
    Transcript,
    Why,
)
from grader.rubric.answer_key import judge_some
from grader.rubric.proxies import Ask
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import Recording

LIVE_CALLS = 20  # a criterion may make after the plan: a loop on a student's answers must end


def record_and_judge(
    submission: Submission, prepared: Prepared, backend: Backend, *, known: Transcript | None = None
) -> tuple[list[Judgement], Transcript]:
    """Load, public plan, public live calls, hidden plan, hidden live calls: one order everywhere.

    What a `known` transcript of the same submission holds is not run again.
    """
    assignment, key = prepared.assignment, prepared.key
    judgements: list[Judgement] = []
    recording = Recording(submission, assignment.limits, backend, assignment.provided)
    if known is not None:
        recording.load, recording.outcomes = known.load, dict(known.outcomes)
    with recording:
        for public, plan in ((True, key.plan.public), (False, key.plan.hidden)):
            recording.run(plan)
            here = [criterion for criterion in prepared.rubric.criteria if criterion.public is public]
            certain = prepared.certain(here, recording.outcomes)
            for criterion in here:
                judgements += judge_some(prepared.rubric, [criterion], key, _with_live_calls(recording), certain)
            if public and known is None:
                _ask_again(judgements, recording)
        transcript = recording.transcript()
    return judgements, _with_what_was_asked(transcript, recording, prepared)


def _with_what_was_asked(transcript: Transcript, recording: Recording, prepared: Prepared) -> Transcript:
    """With a remark on each argument that a public call asked, of the one that asked most; nothing of hidden calls."""
    most: dict[tuple[str, str], CodeRemark] = {}
    for call in prepared.key.plan.public:
        for told in recording.asked.get(call, ()):
            known = most.get((call.function, told.argument))
            if known is not None and known.number >= told.times:
                continue
            if not told.times and recording.outcomes[call].ending is not Ending.VALUE:
                continue  # it came to nothing, as what is not written yet
            _, keywords = values.decode_arguments(call.arguments)
            if told.argument in keywords and 0 <= told.times <= _MOST_TIMES:
                cell, line = next((place for place in told.places if _is_place(*place)), (0, 0))
                most[call.function, told.argument] = CodeRemark(
                    call.function, Why.ASKED, line, cell=cell, said=told.argument, number=told.times
                )
    if not most:
        return transcript
    kept = tuple(each for each in transcript.load.remarks if each.why is not Why.ASKED)
    load = msgspec.structs.replace(transcript.load, remarks=(*kept, *most.values()))
    return msgspec.structs.replace(transcript, load=load)


_MOST_TIMES = 1_000_000


def _is_place(cell: int, line: int) -> bool:
    return 0 <= cell <= _MOST_TIMES and 0 < line <= _MOST_TIMES


def _ask_again(judgements: Sequence[Judgement], recording: Recording) -> None:
    """Ask each function that lost something its first wrong answer a second time: it may keep something, or draw it."""
    asked: set[str] = set()
    for judgement in judgements:
        call = judgement.call
        if call is None or judgement.passed or call.function in asked:
            continue
        asked.add(call.function)
        if recording.outcomes[call].ending is Ending.VALUE:
            recording.ask_aside(again(call))


def again(call: Call) -> Call:
    """The same call, asked a second time."""
    return msgspec.structs.replace(call, occurrence=_SECOND_TIME)


_SECOND_TIME = 1 << 20  # an occurrence that no criterion comes to


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
            recording.outcomes[call] = Outcome(Ending.NOT_RUN, why=Why.ASKED_TOO_OFTEN)
            return recording.outcomes[call]
        return recording.ask(call)

    return ask
