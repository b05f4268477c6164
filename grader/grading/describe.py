"""Further diagnoses: what searches find of functions whose mistake has no name.

Which functions these are, and what is asked of them, follows from the transcript; what was found before is looked up.
A function that only follows from another's mistake is asked nothing, whether or not that one has a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import Explanation
from grader.diagnosis.searches.question import Ground, Question, ground_of, question
from grader.diagnosis.searches.terms import NO_TERMS
from grader.grading.prepared import Prepared
from grader.records import Described, Diagnosis, Family, FoundBy, Transcript


def unnamed(
    explanation: Explanation, functions: Iterable[str], transcript: Transcript, prepared: Prepared
) -> dict[str, Question]:
    """What can be asked of each of some functions that lost something, and whose mistake has no name.

    That one place of the reference, changed, answers as they do, names a kind of slip and not what is seen of it: a
    search may say more.  Two known mistakes together may be what one plain one comes to.
    """
    named = {each.function for each in explanation.diagnoses if not may_be_said_better(each)}
    named |= explanation.consequences.keys()
    questions: dict[str, Question] = {}
    for function in functions:
        if function not in named:
            asked = question(asked_of(prepared, function), transcript.outcomes)
            if asked is not None:
                questions[function] = asked
    return questions


def with_descriptions(
    explanation: Explanation, functions: Sequence[str], transcript: Transcript, prepared: Prepared
) -> Explanation:
    """The same with what was found before of functions without a name."""
    questions = unnamed(explanation, functions, transcript, prepared)
    known = prepared.descriptions
    explanation = replace(explanation, unsearched=any(asked.digest not in known for asked in questions.values()))
    if not known:
        return explanation
    of_two = {each.function for each in explanation.diagnoses if _is_of_two(each)}
    found = [
        Diagnosis(function, described_name(described), described=described)
        for function, asked in questions.items()
        if (described := known.get(asked.digest)) is not None and (function not in of_two or _is_plain(described))
    ]
    said = {each.function: each for each in found}
    kept = [each for each in explanation.diagnoses if each.function not in said]
    kinds = {
        each.function: each.described.family
        for each in explanation.diagnoses
        if each.described is not None and each.function not in of_two
    }
    found = [_of_kind(each, kinds.get(each.function)) for each in found]
    order = {function: place for place, function in enumerate(functions)}
    everything = sorted([*kept, *found], key=lambda each: order.get(each.function, len(order)))
    return replace(explanation, diagnoses=tuple(everything)) if found else explanation


def may_be_said_better(diagnosis: Diagnosis) -> bool:
    """Whether a search may take its place: it tells what kind of slip it is and no more, or two mistakes for one."""
    return diagnosis.described is not None and diagnosis.described.found in _SAID_BETTER


_SAID_BETTER = frozenset({FoundBy.CHANGE, FoundBy.PARTS, FoundBy.PAIR, FoundBy.WHERE})


def _of_kind(diagnosis: Diagnosis, family: Family | None) -> Diagnosis:
    """The same, of the kind of slip that is known already; what became of right numbers is of no other kind."""
    if family is None or diagnosis.described is None or _is_of_its_own_kind(diagnosis.described):
        return diagnosis
    described = replace(diagnosis.described, family=family)
    return Diagnosis(diagnosis.function, described_name(described), described=described)


def _is_of_two(diagnosis: Diagnosis) -> bool:
    return diagnosis.described is not None and diagnosis.described.found is FoundBy.PAIR


def _is_plain(described: Described) -> bool:
    """Whether one thing that became of right rows, or one other choice in a count, makes all answers."""
    return _is_of_its_own_kind(described) or (described.found is FoundBy.COUNT and described.family is not Family.TWO)


def _is_of_its_own_kind(described: Described) -> bool:
    return described.found is FoundBy.PATH_RULE and not (described.rule or described.slots)


def with_answers(prepared: Prepared, questions: Iterable[Question], *, share: float = 1.0) -> Prepared:
    """The assignment with what searches find of these questions, with a share of the work that they may do."""
    known: Mapping[str, Described | None] = prepared.descriptions
    new = {each.digest: what_searches_find(each, share=share) for each in questions if each.digest not in known}
    return replace(prepared, descriptions={**known, **new}) if new else prepared


def what_searches_find(question: Question, *, share: float = 1.0) -> Described | None:
    """What is found of a function's answers, with a share of the work that searches may do."""
    from grader.diagnosis.searches.order import description  # noqa: PLC0415 - no command waits for it to load in vain

    return description(question, share=share)


def asked_of(prepared: Prepared, function: str) -> Ground:
    """What of a function is the same for everybody; made once for an assignment."""
    if function not in prepared.grounds:
        key, assignment = prepared.key, prepared.assignment
        prepared.grounds[function] = ground_of(
            function,
            assignment.signature(function),
            assignment.defaults(function),
            key.plan.calls,
            key.plan.public,
            key.reference.outcomes,
            prepared.terms.get(function, NO_TERMS),
            seen_alone=prepared.seen_alone,
        )
    return prepared.grounds[function]
