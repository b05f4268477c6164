"""Whether the tiers give every known variant the same verdicts: `python -m tests.sandbox.verdicts`.

Compares all mistakes and accepted variants of a course by all public criteria; `--every N` takes a sample.  A
difference is a line with the variant, the criterion and what each tier made of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course
from grader.gradebook.transcripts import behaviour_sha256
from grader.grading.judging import record_and_judge
from grader.grading.prepared import Prepared, Recorded
from grader.records import Submission
from grader.rubric import casebook
from grader.rubric.answer_key import rehearse
from grader.rubric.rubric_files import collect
from grader.sandbox.base import Backend, Tier
from grader.sandbox.recording import Recording
from grader.sandbox.tiers import IN_PROCESS, INTERPRETER, STANDARD, TIERS, open_tier
from grader.words.judgements import what_was_seen


@dataclass(frozen=True, slots=True)
class Compared:
    """One variant under a tier and under the official one: how many criteria were judged, and what differs."""

    assignment: str
    variant: str
    criteria: int
    differences: tuple[str, ...]


def compared(course: Course, tiers: Sequence[Tier], *, every: int = 1) -> Iterator[tuple[Tier, Compared]]:
    """Each `every`-th variant of each assignment, under each tier, held against `standard`."""
    for assignment in course.assignments():
        with ExitStack() as stack:
            official, *others = (
                stack.enter_context(open_tier(tier, assignment.packages)) for tier in (STANDARD, *tiers)
            )
            prepared = public_part(course, assignment, official)
            for submission in known_variants(course, assignment)[::every]:
                for other in others:
                    yield other.tier, _compared(submission, prepared, official, other)


def known_variants(course: Course, assignment: Assignment) -> list[Submission]:
    """All mistakes, then all that is accepted."""
    mistakes = [mistake.submission for mistake in variants.mistakes(course, assignment)]
    return mistakes + [accepted.submission for accepted in variants.accepted(course, assignment)]


def public_part(course: Course, assignment: Assignment, backend: Backend) -> Prepared:
    """Rubric and answer key of the public criteria; the known mistakes are what is compared, and not recorded here."""
    rubric = collect(assignment).public
    solution = Recording(variants.solution(course, assignment), assignment.limits, backend, assignment.provided)
    key = rehearse(rubric, casebook.draw(rubric, b"any"), solution)
    return Prepared(assignment, rubric, Recorded(key, ()))


def _compared(submission: Submission, prepared: Prepared, official: Backend, other: Backend) -> Compared:
    (wanted, reference), (got, transcript) = (
        record_and_judge(submission, prepared, backend) for backend in (official, other)
    )
    differences = [
        f"{one.id}: {one.verdict} ({what_was_seen(one)}), {another.verdict} ({what_was_seen(another)})"
        for one, another in zip(wanted, got, strict=True)
        if one != another
    ]
    if behaviour_sha256(reference) != behaviour_sha256(transcript):
        differences.append("the answers are not the same, byte for byte")
    return Compared(submission.assignment, submission.student, len(wanted), tuple(differences))


def main() -> int:
    """Print every difference, then how many judgements were compared."""
    options = argparse.ArgumentParser(description=__doc__)
    names = {tier.name: tier for tier in TIERS}
    options.add_argument("--tier", action="append", choices=names, help="by default those that students have at home")
    options.add_argument("--every", type=int, default=1)
    chosen = options.parse_args()
    tiers = [names[name] for name in chosen.tier or (INTERPRETER.name, IN_PROCESS.name)]
    found = list(compared(find_course(start=Path(__file__)), tiers, every=chosen.every))
    for tier in tiers:
        results = [each for of, each in found if of is tier]
        for each in results:
            for difference in each.differences:
                print(f"{tier}: {each.assignment}, {each.variant}: {difference}")  # noqa: T201 - it says what it found
        differing = sum(bool(each.differences) for each in results)
        judged = sum(each.criteria for each in results)
        print(f"{tier}: {len(results)} variants, {judged} judgements; {differing} variants differ")  # noqa: T201
    return 1 if any(each.differences for _, each in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
