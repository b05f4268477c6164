"""Further diagnoses: what searches find of functions whose mistake has no name.

Which functions these are, and what is asked of them, follows from the transcript; what was found before is looked up.
A function that only follows from another's mistake is asked nothing, whether or not that one has a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import Explanation
from grader.diagnosis.searches.order import description
from grader.diagnosis.searches.question import Ground, Question, ground_of, question
from grader.diagnosis.searches.terms import NO_TERMS
from grader.grading.prepared import Prepared
from grader.records import Described, Diagnosis, Transcript


def unnamed(
    explanation: Explanation, functions: Iterable[str], transcript: Transcript, prepared: Prepared
) -> dict[str, Question]:
    """What can be asked of each of some functions that lost something, and whose mistake has no name."""
    named = {each.function for each in explanation.diagnoses} | explanation.consequences.keys()
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
    if not prepared.descriptions:
        return explanation
    found = [
        Diagnosis(function, described_name(described), described=described)
        for function, asked in unnamed(explanation, functions, transcript, prepared).items()
        if (described := prepared.descriptions.get(asked.digest)) is not None
    ]
    order = {function: place for place, function in enumerate(functions)}
    everything = sorted([*explanation.diagnoses, *found], key=lambda each: order.get(each.function, len(order)))
    return replace(explanation, diagnoses=tuple(everything)) if found else explanation


def with_answers(prepared: Prepared, questions: Iterable[Question]) -> Prepared:
    """The assignment with what searches find of these questions."""
    known: Mapping[str, Described | None] = prepared.descriptions
    new = {each.digest: description(each) for each in questions if each.digest not in known}
    return replace(prepared, descriptions={**known, **new}) if new else prepared


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
