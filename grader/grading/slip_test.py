"""What is said of random slips: how many are named, and whether what is said holds on cases that nobody looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import msgspec

from grader.course import variants
from grader.course.folder import Course
from grader.diagnosis.bank.look_up import Looked, Recipe
from grader.diagnosis.known_mistakes import agrees, fits_but_for_some, has_nothing_to_do
from grader.diagnosis.made_of import made_of
from grader.diagnosis.searches.order import description
from grader.diagnosis.searches.question import question
from grader.grading.banks import Workshop
from grader.grading.describe import asked_of, unnamed, with_answers, with_descriptions
from grader.grading.grade import explained
from grader.grading.prepared import Prepared
from grader.grading.slips import Slipped, slipped
from grader.records import Apart, Call, Described, Diagnosis, Ending, Family, FoundBy, Outcome, Transcript
from grader.sandbox.base import Backend
from grader.sandbox.recording import record

_TRIES = 40  # for each slip that is asked for: many change nothing, or end in an error


@dataclass(frozen=True, slots=True)
class Said:
    """One hand-in with slips, and what was said of it.

    `unnamed` are functions that were changed, answer wrongly, and of which nothing is said; `untrue` what is said and
    does not hold on other cases.
    """

    slip: Slipped
    said: tuple[tuple[str, str], ...]  # function, and name of the diagnosis
    unnamed: tuple[str, ...]
    untrue: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether something is said of every function that was changed and is wrong for it."""
        return not self.unnamed


def slip_test(
    course: Course,
    prepared: Prepared,
    backend: Backend,
    *,
    number: int,
    seed: int,
    slips: int = 1,
    fresh: Sequence[Prepared] = (),
) -> Iterator[Said]:
    """So many hand-ins with slips, each explained, and looked at again on `fresh` cases."""
    assignment = prepared.assignment
    right = [
        variants.solution(course, assignment),
        *(each.submission for each in variants.accepted(course, assignment)),
    ]
    workshops = [Workshop(course, each, backend) for each in fresh]
    made, seen = 0, set[bytes]()
    for attempt in range(number * _TRIES):
        chance = Random(f"{seed} {assignment.id} {slips} {attempt}")  # noqa: S311 - repeatable, and no secret
        slip = slipped(chance.choice(right), assignment.functions, slips, chance)
        if slip is None or slip.submission.source in seen:
            continue
        seen.add(slip.submission.source)
        transcript = _recorded(slip, prepared, backend)
        guilty = [name for name in slip.functions if _is_wrong(name, prepared, transcript)]
        if not guilty or not _is_bearable(guilty, transcript):
            continue
        yield _said(slip, guilty, prepared, transcript, workshops, backend)
        made += 1
        if made == number:
            return


def _said(
    slip: Slipped,
    guilty: Sequence[str],
    prepared: Prepared,
    transcript: Transcript,
    workshops: Sequence[Workshop],
    backend: Backend,
) -> Said:
    explanation = explained(prepared.rubric.functions, transcript, prepared)
    questions = unnamed(explanation, guilty, transcript, prepared).values()
    explanation = with_descriptions(explanation, guilty, transcript, with_answers(prepared, questions))
    named = {each.function for each in explanation.diagnoses}
    untrue: dict[str, None] = {}
    for workshop in workshops:
        again = _recorded(slip, workshop.prepared, backend)
        for diagnosis in explanation.diagnoses:
            if not holds(diagnosis, prepared, transcript, workshop, again):
                untrue[f"{diagnosis.function}/{diagnosis.mistake}"] = None
    silent = tuple(name for name in guilty if name not in named and name not in explanation.consequences)
    return Said(slip, tuple((each.function, each.mistake) for each in explanation.diagnoses), silent, tuple(untrue))


def _recorded(slip: Slipped, prepared: Prepared, backend: Backend) -> Transcript:
    assignment = prepared.assignment
    limits = msgspec.structs.replace(assignment.limits, call_cpu_seconds=0.5, timeouts_a_function=1)
    calls = prepared.key.plan.calls
    return record(slip.submission, calls, backend=backend, limits=limits, provided=assignment.provided)


def _is_wrong(function: str, prepared: Prepared, transcript: Transcript) -> bool:
    reference = prepared.key.reference.outcomes
    return any(
        not agrees(call, transcript.outcomes[call], reference[call])
        for call in prepared.key.plan.calls
        if call.function == function
    )


def _is_bearable(guilty: Sequence[str], transcript: Transcript) -> bool:
    """Whether it is a slip and no wreck: it ends by itself, and answers at least every second call of each function.

    What ends in an error is told by Python, with the line that it is in.
    """
    if any(each.counts_as in _WRECKED for each in transcript.outcomes.values()):
        return False
    for function in guilty:
        outcomes = [each for call, each in transcript.outcomes.items() if call.function == function]
        if 2 * sum(each.ending is Ending.VALUE for each in outcomes) < len(outcomes):
            return False
    return True


_WRECKED = {Ending.TIMED_OUT, Ending.CRASHED, Ending.OUT_OF_MEMORY}


def holds(
    diagnosis: Diagnosis, prepared: Prepared, transcript: Transcript, workshop: Workshop, again: Transcript
) -> bool:
    """Whether what was said of a hand-in is true of its answers to other cases."""
    function, theirs, reference = diagnosis.function, again.outcomes, workshop.reference
    calls = [call for call in workshop.calls if call.function == function]
    if diagnosis.apart is Apart.NO_STEPS:
        calls = [call for call in calls if not has_nothing_to_do(call)]
    elif diagnosis.apart is Apart.ENDED:
        calls = [call for call in calls if theirs[call].ending is Ending.VALUE]
    if diagnosis.made:
        return made_of(calls, theirs, reference) == diagnosis.made
    if diagnosis.described is not None and diagnosis.described.found in {FoundBy.SOME_CALLS, FoundBy.PARTS}:
        said = explained([function], again, workshop.prepared).diagnoses
        return any(
            each.described is not None and _facts(each.described) == _facts(diagnosis.described) for each in said
        )
    if diagnosis.described is not None and diagnosis.described.found not in {FoundBy.CHANGE, FoundBy.PAIR}:
        return _found_again(diagnosis, workshop.prepared, again)
    if diagnosis.described is not None:
        recipe = _recipe(diagnosis, prepared, transcript)
        return recipe is not None and _follows(recipe, calls, theirs, workshop)
    known = [
        each
        for each in (*workshop.prepared.mistakes, *workshop.prepared.recorded.other_constants)
        if each.id == diagnosis.mistake and (each.words == diagnosis.words or each.constant is not None)
    ]
    if not known:
        return any(each.id == diagnosis.mistake for each in fits_but_for_some(function, calls, theirs, reference, ()))
    return any(_agree(calls, theirs, each.outcomes, reference) for each in known)


def _found_again(diagnosis: Diagnosis, prepared: Prepared, transcript: Transcript) -> bool:
    """Whether a search says the same of other answers: another formula that holds there counts as none."""
    asked = question(asked_of(prepared, diagnosis.function), transcript.outcomes)
    found = None if asked is None else description(asked)
    if found is None or diagnosis.described is None:
        return False
    return _facts(found) == _facts(diagnosis.described)


def _facts(described: Described) -> Described:
    return msgspec.structs.replace(described, family=Family.FORM, shown=True, others=0)


def _recipe(diagnosis: Diagnosis, prepared: Prepared, transcript: Transcript) -> Recipe | None:
    """What makes the behaviour that a bank named."""
    bank, reference = prepared.bank, prepared.key.reference.outcomes
    if not isinstance(bank, Looked):
        return None
    calls = [call for call in prepared.key.plan.calls if call.function == diagnosis.function]
    busy = [call for call in calls if not has_nothing_to_do(call)]
    ways = [(True, calls), (False, calls), (True, busy)]
    for own, asked in ways if diagnosis.apart is Apart.NONE else ways[2:]:
        for recipe, mistake in bank.found(diagnosis.function, transcript.outcomes, reference, own=own, calls=asked):
            if mistake.id == diagnosis.mistake:
                return recipe
    return None


def _follows(recipe: Recipe, calls: Sequence[Call], theirs: Mapping[Call, Outcome], workshop: Workshop) -> bool:
    places = [place for place, call in enumerate(workshop.calls) if call in set(calls)]
    answers = workshop.answers_of(recipe, places)
    outcomes = {workshop.calls[place]: outcome for place, outcome in answers.items()}
    return bool(answers) and _agree(calls, theirs, outcomes, workshop.reference)


def _agree(
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    mistaken: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
) -> bool:
    return all(call in theirs and agrees(call, theirs[call], mistaken.get(call) or reference[call]) for call in calls)
