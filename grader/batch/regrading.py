"""A class judged again from what was recorded: what moved, what could not be, and pages and results of now."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, MutableMapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice

import msgspec
from msgspec.structs import replace

from grader.batch.behaviour import wrong_behaviour
from grader.batch.departures import take_out
from grader.batch.describing import describe, with_known
from grader.batch.in_order import InOrder
from grader.batch.outputs import Outputs, alone, storing
from grader.batch.processes import CHUNK, spread
from grader.batch.rejudging import Due, Judged, Rejudging
from grader.batch.run import write_class
from grader.batch.shard import Shard
from grader.batch.standing import Begin, Standings, as_it_stands, counted_otherwise, settle
from grader.batch.taped import with_tapes
from grader.course.assignment import Assignment
from grader.course.policies import CoursePolicy
from grader.exports import results
from grader.gradebook.entries import Entry
from grader.gradebook.store import open_gradebook
from grader.grading.behaviour import Behaviours
from grader.grading.changes import Change, change_between
from grader.grading.prepared import Prepared
from grader.grading.regrade import Why
from grader.grading.standing import Standing
from grader.isolation import Isolation
from grader.records import Grade, Key, Transcript
from grader.reports.pages import page_mark
from grader.reports.pages.rendering import load_templates
from grader.sandbox.tiers import Backends


class Regrading(msgspec.Struct, frozen=True):
    """What came of it.  `left` are grades that cannot follow from what is kept, each with the reason."""

    judged: int  # again
    current: int  # were made by the rubric of now
    run: int  # calls that were new
    changes: tuple[Change, ...]
    left: tuple[tuple[Grade, Why], ...]
    grades: tuple[Grade, ...]  # of everybody, as they are now
    elsewhere: tuple[str, ...] = ()  # other assignments in which attempts or late days count otherwise by now


@dataclass(slots=True)
class _Work:
    """A regrading as it goes on."""

    standing: Standings
    outputs: Outputs
    begin: Begin
    jobs: int
    dry_run: bool
    entries: MutableMapping[Key, Entry]
    before: Mapping[Key, Grade]  # everybody's, before anything is judged again
    judged: int = 0
    current: int = 0
    run: int = 0
    again: dict[tuple[str, str, str], Grade] = field(default_factory=dict)  # by student, assignment and digest
    searched: set[Key] = field(default_factory=set)  # of whom nothing is left to be searched for
    left: list[tuple[Grade, Why]] = field(default_factory=list)
    _found: dict[Key, Standing] = field(init=False)  # which of these stand

    def __post_init__(self) -> None:
        self._found = self.standing.of(self.before)

    @property
    def are_decided_together(self) -> bool:
        """Whether one grade may hang on another that was judged again."""
        return self.standing.are_decided_together(self.before.values())

    def assignment(self, prepared: Prepared) -> None:
        """Judge every grade of one assignment, and keep what came of it all at once."""
        book = self.standing.gradebook
        if not self.dry_run:
            book.keep_expected(prepared.assignment.id, prepared.key.rubric_sha256, prepared.key.reference)
        kept = self._kept(prepared.assignment)
        due = list(self._due(kept, prepared))
        self.current += len(kept) - len(due)
        answers = {digest: book.expected(digest) for digest in {each.grade.rubric_sha256 for each in due}}
        now = prepared.key.reference  # where these are the same, what is kept stays as it is
        expected = {digest: now if each == now else each for digest, each in answers.items()}
        asked = set(prepared.key.plan.calls)
        # Pages for staff show what was handed in; without these it is needed where calls are new.
        with_source = {
            digest
            for digest, each in expected.items()
            if each is not None and not (self.dry_run and asked <= each.outcomes.keys())
        }
        new = []
        pieces = self._with_bytes(due, with_source)
        with closing(spread(pieces, len(due), lambda: self.begin(expected), jobs=self.jobs)) as judged:
            for each in judged:
                self._count(each)
                if each.entry is not None:
                    new.append(each.entry)
        book.save(sorted(new, key=self._counts_so_far))  # what is kept last is what a student has
        for entry in new:
            if _digest(entry.grade) == _digest(self.before[_key(entry.grade)]):
                self.entries[entry.key] = entry.without_bytes()
                if not entry.unsearched:
                    self.searched.add(entry.key)

    def _counts_so_far(self, entry: Entry) -> bool:
        return _digest(entry.grade) == _digest(self.before[_key(entry.grade)])

    def _kept(self, assignment: Assignment) -> list[Grade]:
        """What may be judged again: the newest grade of everybody, and of every attempt where these may count."""
        newest = [grade for key, grade in self.before.items() if key[1] == assignment.id]
        with_rule = {each.student for each in newest if self.standing.has_rule(each, assignment)}
        if not with_rule:
            return newest
        earlier = {(each.student, _digest(each)): each for each in self.standing.gradebook.of_attempts(assignment.id)}
        others = {key: grade for key, grade in earlier.items() if key[0] in with_rule}
        return list((others | {(each.student, _digest(each)): each for each in newest}).values())

    def _due(self, kept: Sequence[Grade], prepared: Prepared) -> Iterator[Due]:
        """Those that rubric, policy, an extension or a person has changed since, or whose pages show another grade."""
        history = self.standing.gradebook.history(assignment=prepared.assignment.id)
        attempts = {(each.student, each.submission_sha256): each for each in history}
        for grade in kept:
            standing = self._found.get(_key(grade))
            counts = standing is not None and _digest(standing.which.grade) == _digest(grade)
            late, told, made = grade.late, grade.attempts, grade.decisions
            if standing is not None and counts:
                late, told = standing.late, standing.attempts
            if standing is None or counts:  # points may be given where nothing was handed in, too
                made = self.standing.decisions.get(_key(grade), ())
            of_now = (prepared.key.rubric_sha256, late, told, made)
            changed = (grade.rubric_sha256, grade.late, grade.attempts, grade.decisions) != of_now
            shown = standing is None or counts  # of an attempt that does not count there is no page
            if changed or (shown and not self.dry_run and not self._has_pages(grade)):
                attempt = attempts.get((grade.student, grade.submission_sha256))
                yield Due(grade, late, told, made, None if attempt is None else attempt.kind)

    def _has_pages(self, grade: Grade) -> bool:
        key = _key(grade)
        if grade.student not in self.outputs.students:  # who is gone has them elsewhere, or none
            return True
        return self.outputs.student_page(*key).exists() and page_mark.shows(self.outputs.staff_page(*key), grade)

    def _with_bytes(self, due: Sequence[Due], with_source: Container[str]) -> Iterator[Due]:
        """Each with what is kept of it, which is read for a few at once; of some rubrics with what was handed in."""
        left = self._with_recordings(due)
        while some := list(islice(left, CHUNK)):
            needed = [each.grade.submission_sha256 for each in some if each.grade.rubric_sha256 in with_source]
            found = self.standing.gradebook.sources(needed) if needed else {}
            yield from (replace(each, source=found.get(each.grade.submission_sha256)) for each in some)

    def _with_recordings(self, due: Sequence[Due]) -> Iterator[Due]:
        left = {(each.grade.student, each.grade.submission_sha256): each for each in due}
        for resting, packed in self.standing.gradebook.differences([each.grade for each in due]):
            for grade in resting:
                yield replace(left.pop((grade.student, grade.submission_sha256)), packed=packed)
        yield from left.values()

    def _count(self, judged: Judged) -> None:
        if judged.left is not None:
            self.left.append(judged.left)
        if judged.grade is None:
            return
        self.judged += 1
        self.run += judged.run
        self.again[*_key(judged.grade), judged.grade.submission_sha256] = judged.grade

    def as_they_stand(self) -> dict[Key, Grade]:
        """Everybody's grade by what was judged again, whether or not it was kept."""
        now = {key: self.again.get((*key, grade.submission_sha256), grade) for key, grade in self.before.items()}
        if not self.are_decided_together:
            return now
        found = self.standing.of(now, self.again)
        decided = self.standing.decisions
        left = {(*_key(grade), _digest(grade)) for grade, _ in self.left}  # nothing can be said of these
        return now | {
            key: as_it_stands(each, decided.get(key, ()))
            for key, each in found.items()
            if (*key, _digest(each.which.grade)) not in left
        }


def _key(grade: Grade) -> Key:
    return grade.student, grade.assignment


def _digest(grade: Grade) -> str:
    return grade.submission_sha256


def regrade_class(
    prepared: Mapping[str, Prepared],
    *,
    outputs: Outputs,
    isolation: Isolation,
    backends: Backends | None = None,
    others: Sequence[Assignment] = (),
    policy: CoursePolicy | None = None,
    dry_run: bool = False,
    jobs: int = 1,
    at: datetime | None = None,
) -> Regrading:
    """Judge what is kept by the rubrics of now; with `dry_run`, change nothing and say what would.

    `backends` are those that assignments were prepared with: calls that are new are run in shares of them.  Raises
    `UsageError` while another run is writing there.
    """
    at = datetime.now(UTC) if at is None else at
    assignments = sorted([*(each.assignment for each in prepared.values()), *others], key=lambda each: each.id)
    with alone(outputs, dry_run=dry_run), backends or Backends(isolation, hidden=True) as warm:
        prepared = with_known(prepared, outputs)
        gone = results.gone_so_far(outputs.results)
        gradebook = open_gradebook(outputs.gradebook)
        try:
            entries = gradebook.latest_held() if dry_run else gradebook.latest()
            people = gradebook.people()
            before = {key: entry.grade for key, entry in entries.items()}
            present = dict.fromkeys(student for student, _ in entries if student not in gone)
            outputs, past = outputs.of_class(present), {} if dry_run else gradebook.past()

            def begin(expected: Mapping[str, Transcript | None]) -> Rejudging:
                shard = Shard(prepared, isolation, outputs, at, past)
                return Rejudging(shard, expected, Backends(isolation, hidden=True, warm=warm), dry_run)

            load_templates()
            prepared = with_tapes(prepared, entries)
            standing = Standings(gradebook, assignments, people, 0 if policy is None else policy.free_late_days)
            prepared = standing.prepared_of_class(prepared)
            work = _Work(standing, outputs, begin, jobs, dry_run, entries, before)
            # By now they have started.  Nobody's code may have to be run, but if so all of it is in one tier, and below
            # a process that keeps its memory to itself.
            isolation = warm.opened(each.assignment.packages for each in prepared.values())
            for each in prepared.values():
                work.assignment(each)
            if dry_run:
                after = work.as_they_stand()
                behaviours: Behaviours = {}
                elsewhere: tuple[str, ...] = ()
            else:
                settled = settle(entries, standing, list(prepared), begin, jobs) if work.are_decided_together else {}
                entries.update(settled)
                here = [key for key in entries if key in settled or key not in work.searched]
                shard_of = partial(Shard, isolation=isolation, outputs=outputs, at=at, past=past)
                for entry in describe(here, entries, prepared, gradebook, shard_of, jobs=jobs):
                    entries[entry.key] = entry
                after = {key: entry.grade for key, entry in entries.items()}
                elsewhere = counted_otherwise(after, standing, prepared) if work.are_decided_together else ()
                behaviours = wrong_behaviour(gradebook, after.values())
        finally:
            gradebook.close()
        if not dry_run:
            with storing(outputs):
                take_out(gone, present, outputs)  # their grades follow the rubric, too
            everything = InOrder(entries, sorted(entries))
            write_class(everything, assignments, outputs, gone=gone, people=people, behaviours=behaviours)
    moved = (change_between(before[key], grade) for key, grade in after.items())
    changes = tuple(each for each in moved if each is not None)
    return Regrading(work.judged, work.current, work.run, changes, tuple(work.left), tuple(after.values()), elsewhere)
