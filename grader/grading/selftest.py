"""Tests a rubric: known mistakes must lose, right work must win, and nothing must earn nothing.

The kill matrix has a row for each of the instructor's own hand-ins and a column for each criterion.  A rubric is
judged on several seeds, since its hidden inputs are drawn.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain

import msgspec

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import RubricError
from grader.grading.authors import bare_asserts, stub_troubles, unread_files
from grader.grading.grade import judge_transcript, judged
from grader.grading.judging import record_and_judge
from grader.grading.prepare import prepare, prepare_with
from grader.grading.prepared import Prepared
from grader.records import Grade, Judgement, Submission, Transcript, Verdict
from grader.rubric import casebook as casebooks
from grader.rubric.rubric_files import collect
from grader.sandbox.base import Backend
from grader.words.judgements import fault_of, what_was_seen


class Kind(StrEnum):
    """What a row of the matrix is."""

    REFERENCE = "reference"
    ACCEPTED = "accepted"
    MISTAKE = "mistake"
    MADE_UP = "made up"


class Row(msgspec.Struct, frozen=True):
    """One hand-in of the instructor's and how it fared.

    `margins` has an entry for each criterion that it loses by itself: by how many tolerances, infinite where the
    answer had another form or none.
    """

    kind: Kind
    name: str
    function: str
    same_as: str
    score: float
    margins: dict[str, float]
    diagnosed: tuple[str, ...]
    loses: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()  # of each criterion that it loses, by what


class Matrix(msgspec.Struct, frozen=True):
    """The kill matrix of one assignment under one seed."""

    assignment: str
    seed: str
    max_score: float
    criteria: tuple[tuple[str, bool], ...]  # id, public
    rows: tuple[Row, ...]
    functions: tuple[str, ...] = ()
    bare_asserts: tuple[str, ...] = ()
    of_stub: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def mistakes(self) -> tuple[Row, ...]:
        """The rows that must be killed."""
        return tuple(row for row in self.rows if row.kind is Kind.MISTAKE)

    @property
    def idle_criteria(self) -> tuple[str, ...]:
        """Criteria that kill no known mistake."""
        return tuple(id_ for id_, _ in self.criteria if not any(id_ in row.margins for row in self.mistakes))

    @property
    def missing(self) -> tuple[str, ...]:
        """What a rubric lacks that is sound all the same, as far as was seen: a sentence each."""
        known = {row.function for row in self.mistakes}
        unknown = [name for name in self.functions if name not in known]
        accepted = any(row.kind is Kind.ACCEPTED for row in self.rows)
        said = [f"criterion {idle} kills no known mistake" for idle in self.idle_criteria]
        if unknown:
            said.append(
                f"no known mistake of {', '.join(unknown)}: nothing shows that a criterion can be lost, and no mistake "
                f"will be recognised (grader mistake new {self.assignment} {unknown[0]} NAME)"
            )
        if not accepted:
            said.append(
                "no accepted variant: that another way of writing it is right rests on the reference alone "
                f"(put one into reference/{self.assignment}/accepted/)"
            )
        return (*said, *self.bare_asserts, *self.unread)

    def killed_by_public(self, row: Row) -> bool:
        """Whether public criteria alone catch a mistake."""
        return any(public and id_ in row.margins for id_, public in self.criteria)

    @property
    def troubles(self) -> tuple[str, ...]:
        """Everything that makes the rubric unsound, a sentence each."""
        return (*self.of_stub, *chain.from_iterable(self._troubles_of(row) for row in self.rows))

    def _troubles_of(self, row: Row) -> Iterator[str]:
        name = f"{row.kind} {f'{row.function}/' if row.function else ''}{row.name}"
        for fault in row.faults:
            yield f"{name}: the rubric itself fails: {fault}"
        match row.kind:
            case Kind.MISTAKE:
                yield from self._troubles_of_mistake(row, name)
            case Kind.MADE_UP:
                if row.score > 0:
                    yield f"{name} earns {row.score:g} points for nothing"
            case _:
                if row.margins or row.score != self.max_score:
                    seen = f" ({' '.join(row.seen)})" if row.seen else ""
                    yield f"{name} loses {', '.join(row.margins)}{seen}"
                if row.diagnosed:
                    yield f"{name} is right, but diagnosed as {', '.join(row.diagnosed)}"

    def _troubles_of_mistake(self, row: Row, name: str) -> Iterator[str]:
        if not row.margins:
            yield f"{name} survives: no criterion is lost"
            return
        known = [id_ for id_, _ in self.criteria]
        if unknown := [criterion for criterion in row.loses if criterion not in known]:
            yield f"{name} should lose {', '.join(unknown)}, which is no criterion; there are: {', '.join(known)}"
        unlost = [criterion for criterion in row.loses if criterion not in row.margins and criterion in known]
        if unlost:
            yield f"{name} should lose {', '.join(unlost)}, and does not"
        wanted = f"{row.function}/{row.same_as or row.name}"
        if row.diagnosed != (wanted,):
            alike = " (of two that answer alike, one says `same as: NAME`)" if wanted in row.diagnosed else ""
            yield f"{name} is diagnosed as {', '.join(row.diagnosed) or 'nothing'} instead of {wanted}{alike}"


def matrices(course: Course, assignment: Assignment, backend: Backend, *, seeds: int = 1) -> Iterator[Matrix]:
    """The kill matrix under the course's own seed, then under further ones."""
    yield _matrix(course, prepare(course, assignment, backend, cache=course.cache, anew=True), backend, "course")
    rubric = collect(assignment)
    for number in range(1, seeds):
        book = casebooks.draw(rubric, hashlib.sha256(f"selftest {number}".encode()).digest())
        prepared = prepare_with(course, assignment, rubric, book, backend, follow_on=False)
        yield _matrix(course, prepared, backend, str(number))


def require_no_survivor(prepared: Prepared) -> None:
    """Raise `RubricError` where a known mistake would earn everything under the cases that were drawn.

    From what is recorded, so that a class need not wait: a call that depends on a mistake's own answers counts as lost.
    """
    reference = prepared.key.reference
    for mistake in prepared.mistakes:
        recorded = Transcript(reference.load, reference.outcomes | mistake.outcomes)
        if not any(judgement.lost for judgement in judge_transcript(recorded, prepared)):
            raise RubricError(
                f"no criterion of {prepared.assignment.id} catches the mistake {mistake.function}/{mistake.id}",
                remedy="run `grader selftest`; add a criterion that the mistake loses, or widen the cases of one",
            )


def _matrix(course: Course, prepared: Prepared, backend: Backend, seed: str) -> Matrix:
    assignment = prepared.assignment
    known = {(mistake.function, mistake.id): mistake for mistake in prepared.mistakes}
    rows = [_row(Kind.REFERENCE, "solution", variants.solution(course, assignment), prepared, backend)]
    rows += [
        _row(Kind.ACCEPTED, variant.id, variant.submission, prepared, backend)
        for variant in variants.accepted(course, assignment)
    ]
    for mistake in variants.mistakes(course, assignment):
        reference = prepared.key.reference
        answers = reference.outcomes | known[mistake.function, mistake.id].outcomes
        recorded = Transcript(reference.load, answers)
        rows.append(_row(Kind.MISTAKE, mistake.id, mistake.submission, prepared, backend, recorded, mistake))
    rows += [
        _row(Kind.MADE_UP, submission.student, submission, prepared, backend)
        for submission in variants.made_up(assignment)
    ]
    return Matrix(
        assignment.id,
        seed,
        sum(criterion.points for criterion in prepared.rubric.judged),
        tuple((criterion.id, criterion.public) for criterion in prepared.rubric.judged),
        tuple(rows),
        assignment.functions,
        tuple(bare_asserts(prepared.rubric)),
        tuple(stub_troubles(assignment)),
        tuple(unread_files(course, assignment)),
    )


def _row(
    kind: Kind,
    name: str,
    submission: Submission,
    prepared: Prepared,
    backend: Backend,
    recorded: Transcript | None = None,
    mistake: variants.Mistake | None = None,
) -> Row:
    judgements, transcript = record_and_judge(submission, prepared, backend, known=recorded)
    grade = judged(submission, prepared, judgements, transcript).grade
    return Row(
        kind=kind,
        name=name,
        function=mistake.function if mistake else "",
        same_as=mistake.same_as if mistake else "",
        score=grade.score,
        margins={judgement.id: _margin(judgement) for judgement in judgements if judgement.lost},
        diagnosed=_diagnosed(grade),
        loses=mistake.loses if mistake else (),
        faults=_faults(judgements),
        seen=tuple(f"{each.id}: {what_was_seen(each)}" for each in judgements if each.lost and not each.fault),
    )


def _margin(judgement: Judgement) -> float:
    difference = judgement.difference
    return difference.largest if difference is not None and difference.largest else math.inf


def _diagnosed(grade: Grade) -> tuple[str, ...]:
    return tuple(f"{diagnosis.function}/{diagnosis.mistake}" for diagnosis in grade.diagnoses)


def _faults(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    return tuple(fault_of(j) for j in judgements if j.verdict is Verdict.GRADER_FAULT)
