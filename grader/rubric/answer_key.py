"""The answer key: which calls a rubric makes, and what the reference answered to them.

Found by rehearsing the rubric on the reference, which is recorded in a worker like any hand-in.  A pack holds the
public part, so that students are judged at home by the same code without the reference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

import msgspec
import numpy as np

from grader import __version__
from grader.errors import RubricError
from grader.records import Call, Ending, Judgement, Outcome, Plan, Transcript
from grader.rubric.casebook import CaseBook
from grader.rubric.criteria import Criterion, Rubric
from grader.rubric.judge import judge, waiting, won
from grader.rubric.planned_calls import as_planned
from grader.rubric.proxies import Ask
from grader.sandbox import values
from grader.sandbox.recording import Recording
from grader.words.answers import reason
from grader.words.judgements import what_was_seen

Wins = Callable[[Sequence[Criterion], Mapping[Call, Outcome]], Collection[str]]

_NUDGE = 1 + 1e-9  # far below every tolerance: what an answer may differ by and still be right


class AnswerKey(msgspec.Struct, frozen=True):
    """What judging needs beside the rubric itself.

    `asked` says for each criterion which calls of the plan, by position, it makes when they are answered as the
    reference does.
    """

    rubric_sha256: str  # of rubric files, cases and the reference's answers: named in every grade
    casebook: CaseBook
    plan: Plan
    reference: Transcript
    asked: dict[str, tuple[int, ...]]

    def public(self, rubric: Rubric) -> AnswerKey:
        """The part that goes to students: nothing of a hidden call, case or answer, nor of the solution's text."""
        outcomes = {call: self.reference.outcomes[call].without_source for call in self.plan.public}
        return AnswerKey(
            self.rubric_sha256,
            self.casebook.only(rubric.public),
            Plan(self.plan.public, ()),
            Transcript(self.reference.load.without_source, outcomes),
            {criterion.id: self.asked[criterion.id] for criterion in rubric.public.judged},
        )

    def answered_alike(self, criterion: Criterion, submission: Ask) -> bool:
        """Whether a submission gives the reference's own bytes to all that a criterion asks.

        The criterion then takes the course it took in rehearsal, answer by answer, and is won without running it.
        """
        calls = self.plan.calls
        return all(
            _alike(submission(calls[position]), self.reference.outcomes[calls[position]])
            for position in self.asked[criterion.id]
        )


def _alike(got: Outcome, want: Outcome) -> bool:
    """Equal but for what was printed, which earns and costs nothing."""
    return (
        got.value == want.value
        and got.arguments_after == want.arguments_after
        and got.ending is want.ending
        and (got.error, got.detail, got.line) == (want.error, want.detail, want.line)
        and (got.why, got.number, got.cell) == (want.why, want.number, want.cell)
    )


def rehearse(rubric: Rubric, casebook: CaseBook, reference: Recording) -> AnswerKey:
    """Judge the reference by the rubric, twice, and note every call.

    The second time the submission's answers are nudged by one part in 1e9: a call to the reference that changes with
    them would hand a student's own answer to the reference, and is refused.  Raises `RubricError` with the name of
    the criterion.
    """
    with reference:
        plans: dict[bool, dict[Call, None]] = {True: {}, False: {}}
        asked: dict[str, list[Call]] = {}
        for criterion in rubric.judged:
            asked[criterion.id] = _rehearse_one(rubric, criterion, casebook, reference, plans[criterion.public])
        recorded = reference.transcript()
    plan = Plan(tuple(plans[True]), tuple(plans[False]))
    load = msgspec.structs.replace(recorded.load, remarks=())  # lines of a text, which grades do not rest on
    transcript = Transcript(load, {call: recorded.outcomes[call] for call in plan.calls})  # none nudged
    positions = {call: position for position, call in enumerate(plan.calls)}
    return AnswerKey(
        _digest(rubric, casebook, transcript),
        casebook,
        plan,
        transcript,
        {criterion: tuple(sorted({positions[call] for call in calls})) for criterion, calls in asked.items()},
    )


def _digest(rubric: Rubric, casebook: CaseBook, transcript: Transcript) -> str:
    """Names all that a grade rests on: a mended solution makes other grades, and other differences to store."""
    digest = hashlib.sha256(f"{rubric.files_sha256} {casebook.sha256} {__version__} ".encode())
    digest.update(msgspec.msgpack.encode(transcript))
    return digest.hexdigest()


def _rehearse_one(
    rubric: Rubric, criterion: Criterion, casebook: CaseBook, recording: Recording, plan: dict[Call, None]
) -> list[Call]:
    """Calls of the submission that the criterion makes, in order; they and the reference's join the plan."""
    of_submission: list[Call] = []
    of_reference: set[Call] = set()

    def submission(call: Call) -> Outcome:
        plan[call] = None
        of_submission.append(call)
        return recording.ask(call)

    def reference(call: Call) -> Outcome:
        plan[call] = None
        of_reference.add(call)
        return recording.ask(call)

    def reference_again(call: Call) -> Outcome:
        if call not in of_reference:
            raise RubricError(
                f"criterion {criterion.id!r} asks the reference other things when answers are others: "
                "what it asks is made of them, or by chance",
                remedy="ask the reference only with inputs that the criterion itself made, and without chance",
            )
        return recording.ask(call)

    cases = casebook.cases(criterion)
    first = judge(criterion, cases, rubric.functions, submission, reference)
    _require_won(first, recording, "the reference loses it")
    second = judge(criterion, cases, rubric.functions, lambda call: _nudged(recording.ask(call)), reference_again)
    _require_won(second, recording, "it is lost by an answer that differs by one part in 1e9")
    return of_submission


def _require_won(judgement: Judgement, recording: Recording, what: str) -> None:
    if judgement.passed:
        return
    load = recording.load
    why = reason(load) if load is not None and load.ending is not Ending.VALUE else what_was_seen(judgement)
    raise RubricError(
        f"criterion {judgement.id!r} is not sound: {what} ({' '.join(why.split())})",
        remedy=_BY_HELPERS if "truth value of an array" in why else "mend the criterion, or the reference solution",
    )


_BY_HELPERS = "compare arrays with assert_close, assert_trajectory or their like, and not with a bare assert"


def _nudged(outcome: Outcome) -> Outcome:
    if outcome.ending is not Ending.VALUE:
        return outcome
    return msgspec.structs.replace(outcome, value=values.encode_value(_nudge(values.decode_value(outcome.value))))


def _nudge(value: object) -> object:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value * _NUDGE
    if isinstance(value, float):
        return float(value * _NUDGE)
    if isinstance(value, tuple):
        return type(value)(map(_nudge, value))
    if isinstance(value, list):
        return list(map(_nudge, value))
    if isinstance(value, dict):
        return {name: _nudge(part) for name, part in value.items()}
    return value


def judge_all(rubric: Rubric, key: AnswerKey, submission: Ask) -> list[Judgement]:
    """Every criterion in order, the expected answers taken from the key."""
    return judge_some(rubric, rubric.criteria, key, submission)


@np.errstate(all="ignore")  # what a hand-in answers is judged, and is no trouble of NumPy's
def judge_some(
    rubric: Rubric, criteria: Sequence[Criterion], key: AnswerKey, submission: Ask, certain: Collection[str] = ()
) -> list[Judgement]:
    """Some criteria of a rubric in order; those whose ids are `certain` are won, without running them."""

    def reference(call: Call) -> Outcome:
        outcome = key.reference.outcomes.get(call)
        if outcome is None:
            raise RubricError(
                f"the reference was never asked {call.function} with what a criterion asks now",
                remedy="a criterion may not choose the reference's input by a student's answer, or by chance",
            )
        return outcome

    planned = cache(lambda: as_planned(key.plan.calls))
    return [
        waiting(criterion)
        if criterion.manual
        else won(criterion)
        if criterion.id in certain or key.answered_alike(criterion, submission)
        else judge(criterion, key.casebook.cases(criterion), rubric.functions, submission, reference, planned())
        for criterion in criteria
    ]
