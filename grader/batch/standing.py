"""Which attempt of everybody counts once all are judged, and what its time costs: pages and grades follow."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from grader.batch.processes import spread
from grader.batch.rejudging import Due, Rejudging
from grader.course.assignment import Assignment
from grader.gradebook.attempts import Attempt
from grader.gradebook.entries import Entry
from grader.gradebook.rests_on import Packed
from grader.gradebook.store import Gradebook
from grader.grading.policy import last_due, longest
from grader.grading.prepared import Prepared
from grader.grading.standing import AtAssignment, Made, Standing, by_student, standings
from grader.records import Choice, Decision, Grade, Key, Person, Transcript

Begin = Callable[[Mapping[str, Transcript | None]], Rejudging]
_MOST_ROUNDS = 5  # an attempt that is judged again by another rubric may be the best no more


@dataclass(slots=True)
class Standings:
    """What a class's policies, roster and staff decide between attempts, and of their time."""

    gradebook: Gradebook
    assignments: Sequence[Assignment]
    people: Sequence[Person]
    free_late_days: int = 0
    decisions: Mapping[Key, tuple[Decision, ...]] = field(init=False)
    choices: Mapping[Key, Choice] = field(init=False)
    _until: Mapping[Key, datetime] = field(init=False)
    _accommodations: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.decisions = self.gradebook.decisions()
        self.choices = self.gradebook.choices()
        self._until = {key: each.until for key, each in self.gradebook.extensions().items()}
        self._accommodations = {each.student: each.accommodations for each in self.people if each.accommodations}

    def are_decided_together(self, grades: Iterable[Grade]) -> bool:
        """Whether a grade hangs on more than its own hand-in, or did before."""
        policies = self.free_late_days or any(each.attempts for each in self.assignments)
        return bool(policies or self.choices or any(each.attempts for each in grades))

    def extension(self, student: str, assignment: Assignment) -> datetime | None:
        """Until when a student may hand in, where that is later than for others."""
        return longest(assignment, self._until.get((student, assignment.id)), self._accommodations.get(student, ""))

    def of_class(self, assignment: Assignment) -> Assignment:
        """An assignment that knows until when the last one of the class has time."""
        return replace(assignment, last_due=last_due(assignment, self._until, self._accommodations))

    def prepared_of_class(self, prepared: Mapping[str, Prepared]) -> dict[str, Prepared]:
        """The same of what is ready to grade by."""
        return {name: replace(each, assignment=self.of_class(each.assignment)) for name, each in prepared.items()}

    def has_rule(self, grade: Grade, assignment: Assignment) -> bool:
        """Whether another attempt of a student than that of a grade may count."""
        chosen = (grade.student, assignment.id) in self.choices
        return assignment.attempts is not None or chosen or grade.attempts is not None

    def of(
        self, grades: Mapping[Key, Grade], again: Mapping[tuple[str, str, str], Grade] = MappingProxyType({})
    ) -> dict[Key, Standing]:
        """For each of the newest grades the attempt that counts.

        What is no hand-in, as an empty file, has none, unless an earlier attempt was chosen or the best counts.
        `again` holds grades of attempts that were judged again and are not kept yet.
        """
        work: dict[Key, AtAssignment] = {}
        for assignment in self.assignments:
            attempts = {
                (each.student, each.submission_sha256): each
                for each in self.gradebook.history(assignment=assignment.id)
            }
            newest = {key: grade for key, grade in grades.items() if key[1] == assignment.id}
            earlier = self._earlier(assignment, newest.values())
            for (student, at), grade in newest.items():
                made = earlier.get(student, {}) if self.has_rule(grade, assignment) else {}
                if grade.submission_sha256:
                    made = {**made, grade.submission_sha256: grade}
                elif not made or not self._goes_back(student, assignment):
                    continue
                made = {digest: again.get((student, at, digest), each) for digest, each in made.items()}
                work[student, at] = AtAssignment(
                    assignment,
                    tuple(chain(*(_made(each, attempts.get((student, digest))) for digest, each in made.items()))),
                    self.extension(student, assignment),
                    self.choices.get((student, at)),
                )
        return {
            (student, assignment): standing
            for student, each in by_student(work).items()
            for assignment, standing in standings(each, self.free_late_days).items()
        }

    def _goes_back(self, student: str, assignment: Assignment) -> bool:
        """Whether an attempt counts though what was there last is none."""
        best = assignment.attempts is not None and assignment.attempts.counts == "best"
        return best or (student, assignment.id) in self.choices

    def _earlier(self, assignment: Assignment, grades: Iterable[Grade]) -> dict[str, dict[str, Grade]]:
        """Of each student the newest grade of every attempt, by its digest, where these may count."""
        if not any(self.has_rule(each, assignment) for each in grades):
            return {}
        found: dict[str, dict[str, Grade]] = {}
        for grade in self.gradebook.of_attempts(assignment.id):
            found.setdefault(grade.student, {})[grade.submission_sha256] = grade
        return found


def _made(grade: Grade, attempt: Attempt | None) -> Iterator[Made]:
    """What was handed in, once for each time that it came."""
    if attempt is None:
        yield Made(grade, None, None)
    else:
        for at in (*attempt.earlier_times, attempt.handed_in_at):
            yield Made(grade, at, attempt.first_seen_at)


def as_it_stands(standing: Standing, decisions: tuple[Decision, ...]) -> Grade:
    """The grade of the attempt that counts with what holds of it; the points of its criteria are as they were."""
    return msgspec.structs.replace(
        standing.which.grade, late=standing.late, attempts=standing.attempts, decisions=decisions
    )


def settle(
    entries: Mapping[Key, Entry], standing: Standings, assignments: Sequence[str], begin: Begin, jobs: int
) -> dict[Key, Entry]:
    """Have the attempt that counts stand in the gradebook and on pages; those entries that are others now."""
    settled: dict[Key, Entry] = {}
    for _ in range(_MOST_ROUNDS):
        now = {**entries, **settled}
        found = standing.of({key: entry.grade for key, entry in now.items()})
        due = {
            key: each
            for key, each in found.items()
            if key[1] in assignments and now[key].grade != as_it_stands(each, standing.decisions.get(key, ()))
        }
        if not due:
            break
        new = list(_written(due, standing, begin, jobs))
        standing.gradebook.save(new)
        if not new:  # they cannot follow from what is kept
            break
        settled |= {(each.grade.student, each.grade.assignment): each.without_bytes() for each in new}
    return settled


def counted_otherwise(grades: Mapping[Key, Grade], standing: Standings, assignments: Container[str]) -> tuple[str, ...]:
    """Other assignments than these in which attempts, late days or decisions count otherwise by now."""
    found = standing.of(grades)
    moved = {
        key[1]
        for key, each in found.items()
        if key[1] not in assignments and grades[key] != as_it_stands(each, standing.decisions.get(key, ()))
    }
    return tuple(sorted(moved))


def _written(due: Mapping[Key, Standing], standing: Standings, begin: Begin, jobs: int) -> Iterator[Entry]:
    book = standing.gradebook
    expected = {digest: book.expected(digest) for digest in {each.which.grade.rubric_sha256 for each in due.values()}}
    work = (_due(key, each, standing) for key, each in due.items())
    with closing(spread(work, len(due), lambda: begin(expected), jobs=jobs)) as judged:
        yield from (each.entry for each in judged if each.entry is not None)


def _due(key: Key, each: Standing, standing: Standings) -> Due:
    student, assignment = key
    grade = each.which.grade
    packed = Packed(standing.gradebook.kept(grade).difference)
    attempts = standing.gradebook.history(student, assignment)
    kind = next((made.kind for made in attempts if made.submission_sha256 == grade.submission_sha256), None)
    source = standing.gradebook.source(grade.submission_sha256)
    return Due(grade, each.late, each.attempts, standing.decisions.get(key, ()), kind, packed, source)
