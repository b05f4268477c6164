"""One criterion, one submission, one `Judgement`.  The batch, the rehearsals and pytest all judge through here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from grader import words
from grader.errors import GraderError
from grader.records import Call, Difference, Judgement, Verdict
from grader.rubric.assertions import Lost
from grader.rubric.comparison import RATE
from grader.rubric.criteria import Case, Criterion
from grader.rubric.proxies import Ask, NoAnswer, Proxy, calls_of
from grader.sandbox import values


def judge(
    criterion: Criterion,
    cases: Sequence[Case | None],
    functions: Sequence[str],
    submission: Ask,
    reference: Ask,
) -> Judgement:
    """What a criterion says, given two ways to ask for outcomes: of the submission and of the reference.

    A criterion that raises anything but a lost comparison, or that the reference cannot answer, is a fault of the
    grader: never a zero.
    """
    theirs = Proxy(functions, submission, criterion=criterion.id)
    ours = Proxy(functions, reference, criterion=criterion.id)
    difference: Difference | None = None
    try:
        for keywords in _rounds(criterion, cases):
            criterion.function(**_given(criterion, theirs, ours, keywords))
    except Lost as lost:
        verdict, difference = Verdict.FAILED, lost.difference
        message = words.difference_sentence(difference, numbers=criterion.public)
        detail = words.difference_sentence(difference, numbers=True)
    except AssertionError:
        verdict, difference = Verdict.FAILED, Difference("not_so")
        message = words.difference_sentence(difference, numbers=criterion.public)
        detail = words.difference_sentence(difference, numbers=True)
    except NoAnswer as nothing:
        if nothing.asked is ours:
            return _fault(criterion, f"the reference gives no answer to {nothing.call.function}")
        verdict = words.VERDICT_OF_ENDING[nothing.outcome.ending]
        message = words.outcome_sentence(nothing.outcome, nothing.call.function, numbers=criterion.public)
        detail = words.outcome_sentence(nothing.outcome, nothing.call.function, numbers=True)
    except (GraderError, KeyboardInterrupt):
        raise
    except BaseException as trouble:  # noqa: BLE001 - a rubric that breaks must cost nobody a point; pytest.fail, too
        return _fault(criterion, f"{type(trouble).__name__}: {trouble}")
    else:
        if not calls_of(theirs):
            return _fault(criterion, "it asked the submission nothing")
        return won(criterion)
    call = _decisive(calls_of(theirs), difference)
    shown = f"{detail}\n{call_line(call)}" if call else detail
    return _judgement(criterion, verdict, message=message, detail=shown, difference=difference, call=call)


def _decisive(calls: Sequence[Call], difference: Difference | None) -> Call | None:
    """The call whose answer lost the criterion: the last one, or of a schedule's, one for each t, the first apart."""
    if difference is not None and difference.subject == RATE and 0 < difference.rows <= len(calls):
        return calls[difference.row - difference.rows]
    return calls[-1] if calls else None


def won(criterion: Criterion) -> Judgement:
    """The judgement of a criterion that is won."""
    return _judgement(criterion, Verdict.PASSED, points=criterion.points)


def _rounds(criterion: Criterion, cases: Sequence[Case | None]) -> Iterator[dict[str, Any]]:
    for parameters in criterion.parameters:
        for case in cases:
            yield {**parameters, "case": case}


def _given(criterion: Criterion, theirs: Proxy, ours: Proxy, keywords: dict[str, Any]) -> dict[str, Any]:
    """What this criterion's signature asks for; fresh for each round."""
    offered = {"submission": theirs, "reference": ours, **keywords}
    return {name: offered[name] for name in criterion.takes}


def _judgement(
    criterion: Criterion,
    verdict: Verdict,
    *,
    points: float = 0.0,
    message: str = "",
    detail: str = "",
    difference: Difference | None = None,
    call: Call | None = None,
) -> Judgement:
    return Judgement(
        id=criterion.id,
        title=criterion.title,
        functions=criterion.functions,
        points=points,
        max_points=criterion.points,
        verdict=verdict,
        visibility=criterion.visibility,
        public=criterion.public,
        message=message,
        hint="" if verdict is Verdict.PASSED else criterion.hint,
        detail=detail,
        difference=difference,
        call=call,
    )


def _fault(criterion: Criterion, why: str) -> Judgement:
    return _judgement(
        criterion,
        Verdict.GRADER_FAULT,
        message="The grader itself failed at this criterion. Your teacher has been told; nothing is lost.",
        detail=f"criterion {criterion.id}: {why}",
    )


@lru_cache(maxsize=4096)  # a class is asked the same calls, and each loses them anew
def call_line(call: Call) -> str:
    """The call as a line to paste: `momentum(grad=quartic().gradient, start=[2.0, -1.5], lr=0.03, steps=7)`."""
    positional, keywords = values.decode_arguments(call.arguments)
    parts = [_argument(value) for value in positional]
    parts += [f"{name}={_argument(value)}" for name, value in keywords.items()]
    return f"{call.function}({', '.join(parts)})"


def _argument(value: Any) -> str:
    owner = getattr(value, "__self__", None)
    if owner is not None:
        return f"{owner!r}.{value.__name__}"
    return repr(value).replace("\n", "")
