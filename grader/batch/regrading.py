"""A class judged again from what was recorded: what moved, what could not be, and pages and results of now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from grader.batch.outputs import Outputs, alone
from grader.batch.run import write_class
from grader.batch.shard import Shard
from grader.course.folder import Assignment
from grader.exports import results
from grader.gradebook.extensions import Extension
from grader.gradebook.store import Entry, Gradebook, Kept, open_gradebook
from grader.grading.changes import Change, change_between
from grader.grading.decisions import with_decisions
from grader.grading.grade import Graded
from grader.grading.policy import lateness, with_lateness
from grader.grading.prepared import Prepared
from grader.grading.regrade import Held, Why, regrade
from grader.isolation import Isolation
from grader.records import Decision, Grade, Lateness, SourceKind
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


@dataclass(slots=True)
class _Work:
    """A regrading as it goes on."""

    gradebook: Gradebook
    outputs: Outputs
    shard: Shard
    backends: Backends
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
        new = []
        for kept in self.gradebook.newest(prepared.assignment.id):
            late = self._lateness(kept.grade, prepared)
            made = self.decisions.get((kept.grade.student, kept.grade.assignment), ())
            of_now = (prepared.key.rubric_sha256, late, made)
            if (kept.grade.rubric_sha256, kept.grade.late, kept.grade.decisions) == of_now:
                self.current += 1
            elif (graded := self._regraded(kept, prepared, late)) is not None and not self.dry_run:
                new.append(self.shard.written(graded, self.gradebook.source(kept.grade.submission_sha256) or b""))
        self.gradebook.save(new)
        self.entries |= {(each.grade.student, each.grade.assignment): each.without_bytes() for each in new}

    def _lateness(self, grade: Grade, prepared: Prepared) -> Lateness | None:
        """What the time costs now, by the policy and the extension of now."""
        made = self.gradebook.history(grade.student, grade.assignment)
        at = next((each.handed_in_at for each in made if each.submission_sha256 == grade.submission_sha256), None)
        extension = self.extensions.get((grade.student, grade.assignment))
        return lateness(prepared.assignment, at, None if extension is None else extension.until)

    def _regraded(self, kept: Kept, prepared: Prepared, late: Lateness | None) -> Graded | None:
        found = regrade(
            Held(kept.grade, kept.difference, self.gradebook.expected(kept.grade.rubric_sha256), self._source(kept)),
            prepared,
            lambda: self.backends.having(prepared.assignment.packages),
        )
        if found.graded is None:
            self.left.append((kept.grade, found.why_not or Why.NO_TRANSCRIPT))
            return None
        self.judged += 1
        self.run += found.run
        made = self.decisions.get((kept.grade.student, kept.grade.assignment), ())
        graded = with_decisions(with_lateness(found.graded, late), made)
        if (change := change_between(kept.grade, graded.grade)) is not None:
            self.changes.append(change)
        return graded

    def _source(self, kept: Kept) -> Callable[[], tuple[bytes, SourceKind] | None]:
        """How to get at the bytes of a hand-in, where they are kept."""

        def source() -> tuple[bytes, SourceKind] | None:
            digest = kept.grade.submission_sha256
            made = self.gradebook.history(kept.grade.student, kept.grade.assignment)
            kind = next((each.kind for each in made if each.submission_sha256 == digest), None)
            held = self.gradebook.source(digest)
            return None if kind is None or held is None else (held, kind)

        return source


def regrade_class(
    prepared: Mapping[str, Prepared],
    *,
    outputs: Outputs,
    isolation: Isolation,
    others: Sequence[Assignment] = (),
    dry_run: bool = False,
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
            outputs = outputs.of_class(present)
            shard = Shard(prepared, isolation, outputs, at)
            try:
                with Backends(isolation, hidden=True) as backends:
                    work = _Work(gradebook, outputs, shard, backends, dry_run, entries)
                    for each in prepared.values():
                        work.assignment(each)
            finally:
                shard.close()
        finally:
            gradebook.close()
        if not dry_run:
            assignments = sorted([*(each.assignment for each in prepared.values()), *others], key=lambda each: each.id)
            everything = [work.entries[key] for key in sorted(work.entries)]
            write_class(everything, assignments, outputs, gone=gone, people=people)
    everybody = tuple(entry.grade for entry in work.entries.values())
    return Regrading(work.judged, work.current, work.run, tuple(work.changes), tuple(work.left), everybody)
