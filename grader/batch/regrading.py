"""A class judged again from what was recorded: what moved, what could not be, and pages and results of now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from grader.batch.behaviour import wrong_behaviour
from grader.batch.outputs import Outputs, alone
from grader.batch.processes import spread
from grader.batch.run import write_class
from grader.batch.shard import Shard
from grader.course.folder import Assignment
from grader.exports import results
from grader.gradebook.extensions import Extension
from grader.gradebook.store import Entry, Gradebook, Kept, open_gradebook
from grader.grading.changes import Change, change_between
from grader.grading.decisions import with_decisions
from grader.grading.policy import lateness, with_lateness
from grader.grading.prepared import Prepared
from grader.grading.regrade import Held, Why, regrade
from grader.isolation import Isolation
from grader.records import Decision, Grade, Lateness, SourceKind, Transcript
from grader.reports.pages.rendering import load_templates
from grader.sandbox.tiers import Backends


@dataclass(frozen=True, slots=True)
class Regrading:
    """What came of it.  `left` are grades that cannot follow from what is kept, each with the reason."""

    judged: int  # again
    current: int  # were made by the rubric of now
    run: int  # calls that were new
    changes: tuple[Change, ...]
    left: tuple[tuple[Grade, Why], ...]
    grades: tuple[Grade, ...]  # of everybody, as they are now


@dataclass(frozen=True, slots=True)
class _Due:
    """A grade to be judged again: what is kept of it, and what was handed in, as far as that is kept."""

    kept: Kept
    late: Lateness | None
    decisions: tuple[Decision, ...]
    kind: SourceKind | None
    source: bytes | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """What became of it: a grade, and where pages were written what the gradebook keeps; or why there is none."""

    student: str
    grade: Grade | None
    entry: Entry | None = None
    run: int = 0
    why_not: Why | None = None


@dataclass(frozen=True, slots=True)
class _Judging:
    """One process's share: judges again and writes pages, unless nothing is to be changed."""

    shard: Shard
    expected: Mapping[str, Transcript | None]  # of each rubric that grades were made by
    backends: Backends
    dry_run: bool

    def do(self, due: _Due) -> _Judged:
        """Judge one again; where calls are new, they are run."""
        grade = due.kept.grade
        prepared = self.shard.prepared[grade.assignment]
        held = Held(grade, due.kept.difference, self.expected.get(grade.rubric_sha256), lambda: _source(due))
        found = regrade(held, prepared, lambda: self.backends.having(prepared.assignment.packages))
        if found.graded is None:
            return _Judged(grade.student, None, why_not=found.why_not)
        graded = with_decisions(with_lateness(found.graded, due.late), due.decisions)
        entry = None if self.dry_run else self.shard.written(graded, due.source or b"")
        return _Judged(grade.student, graded.grade, entry, found.run)

    def give_up(self, due: _Due, why: str) -> _Judged:  # noqa: ARG002 - it is left as it was
        """Leave a grade as it was that no process lived to judge."""
        return _Judged(due.kept.grade.student, None, why_not=Why.DIED)

    def close(self) -> None:
        """End the workers' processes, where there were any."""
        self.backends.close()
        self.shard.close()


def _source(due: _Due) -> tuple[bytes, SourceKind] | None:
    return None if due.kind is None or due.source is None else (due.source, due.kind)


@dataclass(slots=True)
class _Work:
    """A regrading as it goes on."""

    gradebook: Gradebook
    begin: Callable[[Mapping[str, Transcript | None]], _Judging]
    jobs: int
    dry_run: bool
    entries: dict[tuple[str, str], Entry]
    extensions: Mapping[tuple[str, str], Extension] = field(init=False)
    decisions: Mapping[tuple[str, str], tuple[Decision, ...]] = field(init=False)
    judged: int = 0
    current: int = 0
    run: int = 0
    changes: list[Change] = field(default_factory=list)
    left: list[tuple[Grade, Why]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.extensions = self.gradebook.extensions()
        self.decisions = self.gradebook.decisions()

    def assignment(self, prepared: Prepared) -> None:
        """Judge every grade of one assignment, and keep what came of it all at once."""
        if not self.dry_run:
            self.gradebook.keep_expected(prepared.assignment.id, prepared.key.rubric_sha256, prepared.key.reference)
        newest = self.gradebook.newest(prepared.assignment.id)
        due = {each.kept.grade.student: each for each in self._due(newest, prepared)}
        self.current += len(newest) - len(due)
        rubrics = {each.kept.grade.rubric_sha256 for each in due.values()}
        expected = {digest: self.gradebook.expected(digest) for digest in rubrics}
        new = []
        with_sources = (replace(each, source=self._source(each)) for each in due.values())
        with closing(spread(with_sources, len(due), lambda: self.begin(expected), jobs=self.jobs)) as judged:
            for each in judged:
                self._count(due[each.student].kept.grade, each)
                if each.entry is not None:
                    new.append(each.entry)
        self.gradebook.save(new)
        self.entries |= {(each.grade.student, each.grade.assignment): each.without_bytes() for each in new}

    def _due(self, newest: Sequence[Kept], prepared: Prepared) -> Iterator[_Due]:
        """Those that the rubric, the policy, an extension or a person has changed since."""
        history = self.gradebook.history(assignment=prepared.assignment.id)
        attempts = {(each.student, each.submission_sha256): each for each in history}
        for kept in newest:
            key = (kept.grade.student, kept.grade.assignment)
            attempt = attempts.get((kept.grade.student, kept.grade.submission_sha256))
            extension = self.extensions.get(key)
            at = None if attempt is None else attempt.handed_in_at
            late = lateness(prepared.assignment, at, None if extension is None else extension.until)
            made = self.decisions.get(key, ())
            of_now = (prepared.key.rubric_sha256, late, made)
            if (kept.grade.rubric_sha256, kept.grade.late, kept.grade.decisions) != of_now:
                yield _Due(kept, late, made, None if attempt is None else attempt.kind, None)

    def _source(self, due: _Due) -> bytes | None:
        digest = due.kept.grade.submission_sha256
        return self.gradebook.source(digest) if digest else None

    def _count(self, before: Grade, judged: _Judged) -> None:
        if judged.grade is None:
            self.left.append((before, judged.why_not or Why.NO_TRANSCRIPT))
            return
        self.judged += 1
        self.run += judged.run
        if (change := change_between(before, judged.grade)) is not None:
            self.changes.append(change)


def regrade_class(
    prepared: Mapping[str, Prepared],
    *,
    outputs: Outputs,
    isolation: Isolation,
    others: Sequence[Assignment] = (),
    dry_run: bool = False,
    jobs: int = 1,
    at: datetime | None = None,
) -> Regrading:
    """Judge what is kept by the rubrics of now; with `dry_run`, change nothing and say what would.

    Raises `UsageError` while another run is writing there.
    """
    at = datetime.now(UTC) if at is None else at
    with alone(outputs):
        gone = results.gone(outputs.results) if outputs.results.exists() else frozenset()
        gradebook = open_gradebook(outputs.gradebook)
        try:
            entries, people = gradebook.latest(), gradebook.people()
            present = dict.fromkeys(student for student, _ in entries if student not in gone)
            outputs, past = outputs.of_class(present), gradebook.past()

            def begin(expected: Mapping[str, Transcript | None]) -> _Judging:
                shard = Shard(prepared, isolation, outputs, at, past)
                return _Judging(shard, expected, Backends(isolation, hidden=True), dry_run)

            load_templates()
            work = _Work(gradebook, begin, jobs, dry_run, entries)
            for each in prepared.values():
                work.assignment(each)
            of_now = (entry.grade for entry in work.entries.values())
            behaviours = {} if dry_run else wrong_behaviour(gradebook, of_now)
        finally:
            gradebook.close()
        if not dry_run:
            assignments = sorted([*(each.assignment for each in prepared.values()), *others], key=lambda each: each.id)
            everything = [work.entries[key] for key in sorted(work.entries)]
            write_class(everything, assignments, outputs, gone=gone, people=people, behaviours=behaviours)
    everybody = tuple(entry.grade for entry in work.entries.values())
    return Regrading(work.judged, work.current, work.run, tuple(work.changes), tuple(work.left), everybody)
