"""A stored grade made again: judged by the rubric of now, with its time, its decisions and its pages."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from grader.batch.shard import Shard
from grader.gradebook.entries import Entry
from grader.gradebook.rests_on import Packed
from grader.grading.decisions import with_decisions
from grader.grading.policy import with_time
from grader.grading.regrade import Held, Why, regrade
from grader.records import Attempts, Decision, Grade, Lateness, SourceKind, Transcript
from grader.sandbox.tiers import Backends

_NOTHING_KEPT = Packed()


class Due(msgspec.Struct, frozen=True):
    """A grade to be judged again, what holds of it by now, and its transcript and bytes as far as these are kept."""

    grade: Grade
    late: Lateness | None
    attempts: Attempts | None
    decisions: tuple[Decision, ...]
    kind: SourceKind | None
    packed: Packed = _NOTHING_KEPT
    source: bytes | None = None


class Judged(msgspec.Struct, frozen=True):
    """What became of it: a grade, and where pages were written what the gradebook keeps; or which was left, and why."""

    grade: Grade | None
    entry: Entry | None = None
    run: int = 0
    left: tuple[Grade, Why] | None = None


class Rejudging(msgspec.Struct, frozen=True):
    """One process's share: judges again and writes pages, unless nothing is to be changed."""

    shard: Shard
    expected: Mapping[str, Transcript | None]  # of each rubric that grades were made by
    backends: Backends
    dry_run: bool

    def do(self, due: Due) -> Judged:
        """Judge one again; where calls are new, they are run."""
        grade = due.grade
        prepared = self.shard.prepared[grade.assignment]
        expected = self.expected.get(grade.rubric_sha256)
        held = Held(grade, due.packed.difference, expected, lambda: _source(due))
        found = regrade(held, prepared, lambda: self.backends.having(prepared.assignment.packages))
        if found.graded is None:
            return _left(grade, found.why_not or Why.NO_TRANSCRIPT)
        graded = with_decisions(with_time(found.graded, due.late, due.attempts), due.decisions)
        is_kept = not found.run and expected is prepared.key.reference
        packed = due.packed if is_kept else None
        entry = None if self.dry_run else self.shard.written(graded, due.source or b"", packed=packed)
        return Judged(graded.grade, entry, found.run)

    def give_up(self, due: Due, why: str) -> Judged:  # noqa: ARG002 - it is left as it was
        """Leave a grade as it was that no process lived to judge."""
        return _left(due.grade, Why.DIED)

    def close(self) -> None:
        """End the workers' processes, where there were any."""
        self.backends.close()
        self.shard.close()


def _left(grade: Grade, why: Why) -> Judged:
    return Judged(None, left=(grade, why))


def _source(due: Due) -> tuple[bytes, SourceKind] | None:
    return None if due.kind is None or due.source is None else (due.source, due.kind)
