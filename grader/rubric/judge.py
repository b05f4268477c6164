"""One criterion, one submission, one `Judgement`.  The batch, the rehearsals and pytest all judge through here."""

from __future__ import annotations

import reprlib
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import GraderError
from grader.records import Call, Compared, Difference, DifferenceKind, Judgement, Verdict
from grader.rubric.assertions import Lost
from grader.rubric.criteria import Case, Criterion
from grader.rubric.planned_calls import AsPlanned
from grader.rubric.proxies import Ask, CannotPass, NoAnswer, Proxy, calls_of
from grader.sandbox import values


def judge(
    criterion: Criterion,
    cases: Sequence[Case | None],
    functions: Sequence[str],
    submission: Ask,
    reference: Ask,
    planned: AsPlanned | None = None,
) -> Judgement:
    """What a criterion says, given two ways to ask for outcomes: of the submission and of the reference.

    `planned` takes a call for the planned one that it is, where there is a plan.

    A criterion that raises anything but a lost comparison, or that the reference cannot answer, is a fault of the
    grader: never a zero.  One that passes on an answer which cannot be an argument is lost: whether it passes nothing
    wrong of its own is found out before, with the reference's answers.
    """
    theirs = Proxy(functions, submission, criterion=criterion.id, planned=planned)
    ours = Proxy(functions, reference, criterion=criterion.id, planned=planned)
    rounds = list(rounds_of(criterion, cases))
    if not criterion.share:
        return _judged(criterion, rounds, theirs, ours, submission)
    judged = [_judged(criterion, [one], theirs, ours, submission) for one in rounds]
    return _shared(judged, criterion)


def _shared(judged: Sequence[Judgement], criterion: Criterion) -> Judgement:
    """What the cases of a criterion come to together: the first that is lost, with points for those that hold."""
    faulty = next((each for each in judged if each.verdict is Verdict.GRADER_FAULT), None)
    lost = faulty or next((each for each in judged if not each.passed), None)
    if lost is None or faulty is not None:
        return faulty or judged[0]
    held = sum(each.passed for each in judged)
    points = int(2 * criterion.points * held / len(judged)) / 2  # half points, down
    return msgspec.structs.replace(lost, points=points, held=held, cases=len(judged))


def _judged(
    criterion: Criterion, rounds: Sequence[dict[str, Any]], theirs: Proxy, ours: Proxy, submission: Ask
) -> Judgement:
    try:
        for keywords in rounds:
            criterion.function(**given_to(criterion, theirs, ours, keywords))
    except AssertionError as lost:
        difference = lost.difference if isinstance(lost, Lost) else Difference(DifferenceKind.NOT_SO)
        call = _decisive(calls_of(theirs), difference)
        judgement = _judgement(criterion, Verdict.FAILED, difference=difference, call=call)
        return judgement if _can_be_the_cause(criterion, difference) else msgspec.structs.replace(judgement, hint="")
    except NoAnswer as nothing:
        if nothing.asked is ours:
            return _fault(criterion, f"the reference gives no answer to {nothing.call.function}")
        outcome = msgspec.structs.replace(nothing.outcome, arguments_after=b"", printed="")
        return _judgement(criterion, outcome.verdict, outcome=outcome, call=nothing.call)
    except CannotPass as refused:
        if not calls_of(theirs):
            raise
        return _judgement(criterion, Verdict.FAILED, outcome=refused.outcome, call=calls_of(theirs)[-1])
    except (GraderError, KeyboardInterrupt):
        raise
    except BaseException as trouble:  # noqa: BLE001 - a rubric that breaks must cost nobody a point; pytest.fail, too
        return _broken(criterion, trouble, calls_of(theirs), submission)
    return won(criterion) if calls_of(theirs) else _fault(criterion, "it asked the submission nothing")


def _can_be_the_cause(criterion: Criterion, difference: Difference) -> bool:
    """Whether what the criterion's hint speaks of can bring such a difference about."""
    match difference.kind, difference.compared:
        case DifferenceKind.ROUNDED, _:
            return not {"rounded", "whole"}.isdisjoint(criterion.hint_for)
        case DifferenceKind.VALUE, _ if "whole" in criterion.hint_for:  # others are wrong with decimals as well
            return isinstance(difference.got, float) and difference.got.is_integer()
        case DifferenceKind.NOT_FINITE, _ if difference.got == "nan":  # infinity may be where a wrong formula leads
            return "nan" in criterion.hint_for
        case (kind, _) if kind in _OF_ROWS:
            return "rows" in criterion.hint_for
        case DifferenceKind.SHAPE, Compared.TRAJECTORY:
            return "rows" in criterion.hint_for
    return True


_OF_ROWS = frozenset(
    {
        DifferenceKind.LAST_ROW_ONLY,
        DifferenceKind.FIRST_ROW_MISSING,
        DifferenceKind.LAST_ROW_MISSING,
        DifferenceKind.ONE_ROW_TOO_MANY,
        DifferenceKind.TRANSPOSED,
        DifferenceKind.ROW_EARLY,
        DifferenceKind.ROW_LATE,
        DifferenceKind.ALIASED,
    }
)


def _broken(criterion: Criterion, trouble: BaseException, calls: Sequence[Call], submission: Ask) -> Judgement:
    """What is said to staff of a criterion that raises: where in the rubric, and on which answer."""
    code = criterion.function.__code__
    steps = traceback.extract_tb(trouble.__traceback__)
    line = next((step.lineno for step in reversed(steps) if step.filename == code.co_filename), code.co_firstlineno)
    said = f"{type(trouble).__name__}: {trouble} ({Path(code.co_filename).name}, line {line})"
    if calls:
        answer = submission(calls[-1]).value
        shown = reprlib.repr(values.decode_value(answer)) if answer else "no answer"
        said += f", after {calls[-1].function} answered {shown}"
    return msgspec.structs.replace(_fault(criterion, said), call=calls[-1] if calls else None)


def _decisive(calls: Sequence[Call], difference: Difference) -> Call | None:
    """The call whose answer lost the criterion: the last one, or of a schedule's, one for each t, the first apart."""
    if difference.compared is Compared.RATES and 0 < difference.rows <= len(calls):
        return calls[difference.row - difference.rows]
    return calls[-1] if calls else None


def waiting(criterion: Criterion) -> Judgement:
    """The judgement of a criterion that is left to a person."""
    return msgspec.structs.replace(_judgement(criterion, Verdict.NOT_RUN, manual=True), hint="")


def won(criterion: Criterion) -> Judgement:
    """The judgement of a criterion that is won."""
    return _judgement(criterion, Verdict.PASSED, points=criterion.points)


def rounds_of(criterion: Criterion, cases: Sequence[Case | None]) -> Iterator[dict[str, Any]]:
    """What a criterion is run with, once for each of its parameters and cases."""
    for parameters in criterion.parameters:
        for case in cases:
            yield {**parameters, "case": case}


def given_to(criterion: Criterion, theirs: Proxy, ours: Proxy, keywords: dict[str, Any]) -> dict[str, Any]:
    """What this criterion's signature asks for; fresh for each round."""
    offered = {"submission": theirs, "reference": ours, **keywords}
    return {name: offered[name] for name in criterion.takes}


def not_judged(criterion: Criterion, verdict: Verdict) -> Judgement:
    """The judgement of a criterion that nothing was asked for; the grade says why."""
    return msgspec.structs.replace(_judgement(criterion, verdict), hint="")


def _fault(criterion: Criterion, why: str) -> Judgement:
    return _judgement(criterion, Verdict.GRADER_FAULT, fault=why)


def _judgement(criterion: Criterion, verdict: Verdict, *, points: float = 0.0, **facts: Any) -> Judgement:
    return Judgement(
        id=criterion.id,
        title=criterion.title,
        functions=criterion.functions,
        points=points,
        max_points=criterion.points,
        verdict=verdict,
        visibility=criterion.visibility,
        public=criterion.public,
        hint="" if verdict is Verdict.PASSED else criterion.hint,
        **facts,
    )
