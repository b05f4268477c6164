"""What is said of random slips: how many are named, and whether what is said holds on cases that nobody looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import msgspec

from grader.course import variants
from grader.course.folder import Course
from grader.diagnosis.agreement import agrees
from grader.grading.banks import Workshop
from grader.grading.describe import unnamed, with_answers, with_descriptions
from grader.grading.grade import explained
from grader.grading.holding import holds
from grader.grading.prepared import Prepared
from grader.grading.slips import Slipped, slipped
from grader.records import Ending, Transcript
from grader.sandbox.base import Backend
from grader.sandbox.recording import record

_TRIES = 40  # for each slip that is asked for: many change nothing, or end in an error


class Said(msgspec.Struct, frozen=True):
    """One hand-in with slips, and what was said of it.

    `guilty` are functions that were changed and answer wrongly, `unnamed` those of them of which nothing is said;
    `untrue` is what is said and does not hold on other cases.
    """

    slip: Slipped
    guilty: tuple[str, ...]
    said: tuple[tuple[str, str], ...]  # function, and name of the diagnosis
    unnamed: tuple[str, ...]
    untrue: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether something is said of every function that was changed and is wrong for it."""
        return not self.unnamed

    @property
    def begun(self) -> bool:
        """Whether something is said of one of these at least: where to begin."""
        return len(self.unnamed) < len(self.guilty)


def slip_test(
    course: Course,
    prepared: Prepared,
    backend: Backend,
    *,
    number: int,
    seed: int,
    slips: int = 1,
    fresh: Sequence[Prepared] = (),
    beyond: bool = False,
) -> Iterator[Said]:
    """So many hand-ins with slips, each explained, and looked at again on `fresh` cases.

    With `beyond` such slips as no bank holds.
    """
    assignment = prepared.assignment
    right = [
        variants.solution(course, assignment),
        *(each.submission for each in variants.accepted(course, assignment)),
    ]
    workshops = [Workshop(course, each, backend) for each in fresh]
    made, seen = 0, set[bytes]()
    for attempt in range(number * _TRIES):
        chance = Random(f"{seed} {assignment.id} {slips} {attempt}")  # noqa: S311 - repeatable, and no secret
        slip = slipped(chance.choice(right), assignment.functions, slips, chance, beyond=beyond)
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
    return Said(
        slip,
        tuple(guilty),
        tuple((each.function, each.mistake) for each in explanation.diagnoses),
        silent,
        tuple(untrue),
    )


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
