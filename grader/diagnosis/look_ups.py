"""Look-ups that are tried last, where neither a known mistake nor a bank explains every answer of a function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from grader.diagnosis.agreement import agrees
from grader.diagnosis.known_mistakes import Explanation, KnownMistake
from grader.diagnosis.other_forms import is_a_kind
from grader.diagnosis.other_labels import exchanged_labels
from grader.diagnosis.right_parts import wrong_in_some_parts
from grader.diagnosis.some_calls import made_in_some_calls
from grader.diagnosis.where_wrong import BY_ANSWERS, wrong_in_one_kind
from grader.records import Call, Described, Diagnosis, Outcome, Plan, Transcript


def with_look_ups(
    explanation: Explanation,
    functions: Sequence[str],
    transcript: Transcript,
    plan: Plan,
    reference: Transcript,
    known: Sequence[KnownMistake],
) -> Explanation:
    """The same, with what is seen of functions that are wrong and were not explained, or by a kind of slip alone."""
    kinds = {each.function for each in explanation.diagnoses if is_a_kind(each)}
    named = ({each.function for each in explanation.diagnoses} | explanation.consequences.keys()) - kinds
    public = set(plan.public)
    found: list[Diagnosis] = []
    for function in functions:
        calls = [call for call in plan.calls if call.function == function]
        if function in named or not _is_wrong(calls, transcript.outcomes, reference.outcomes):
            continue
        of_it = [each for each in known if each.function == function and not each.same_as]
        asked = function, calls, transcript.outcomes, reference.outcomes
        said = made_in_some_calls(*asked, of_it) or wrong_in_some_parts(*asked) or exchanged_labels(*asked)
        said = said or [each for each in wrong_in_one_kind(*asked) if function not in kinds or _is_of_answers(each)]
        wrong = [call for call in calls if _is_wrong([call], transcript.outcomes, reference.outcomes)]
        shown = not public.isdisjoint(wrong)
        found += [Diagnosis(function, each.id, described=_shown(each.described, shown=shown)) for each in said]
    if not found:
        return explanation
    order = {function: place for place, function in enumerate(functions)}
    said_better = {each.function for each in found}
    kept = (each for each in explanation.diagnoses if each.function not in said_better)
    everything = sorted((*kept, *found), key=lambda each: order.get(each.function, len(order)))
    return replace(explanation, diagnoses=tuple(everything))


def _is_of_answers(found: KnownMistake) -> bool:
    """Whether it is said of answers that are wrong alike, which is surer than a kind of slip that fits them all."""
    return found.described is not None and found.described.where in BY_ANSWERS


def _shown(described: Described | None, *, shown: bool) -> Described | None:
    return None if described is None else replace(described, shown=shown)


def _is_wrong(calls: Sequence[Call], theirs: Mapping[Call, Outcome], reference: Mapping[Call, Outcome]) -> bool:
    return any(call not in theirs or not agrees(call, theirs[call], reference[call]) for call in calls)
