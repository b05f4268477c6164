"""What was handed in: each attempt with its time, and its bytes as far as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from grader.gradebook.compression import compressed, decompressed
from grader.gradebook.schema import attempts, sources
from grader.records import SourceKind

MOST_KEPT = 1 << 20  # bytes of one hand-in, compressed; a source file may have as many, a notebook ten times that
_KEY = (attempts.c.student, attempts.c.assignment, attempts.c.submission_sha256)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One hand-in.  `handed_in_at` is what a file, an archive or git says; None where nothing does."""

    student: str
    assignment: str
    submission_sha256: str
    filename: str
    kind: SourceKind
    handed_in_at: datetime | None = None
    first_seen_at: datetime | None = None  # by the grader; None before it is kept

    @property
    def at(self) -> datetime | None:
        """The time that it counts from."""
        return self.handed_in_at or self.first_seen_at


def keep(connection: Connection, made: Sequence[tuple[Attempt, bytes]]) -> None:
    """Keep attempts that are not known yet; of one that is, the time, if it is told now."""
    now = datetime.now(UTC)
    wanted = {(each.student, each.assignment, each.submission_sha256): (each, source) for each, source in made}
    known = {tuple(row) for row in connection.execute(select(*_KEY).where(tuple_(*_KEY).in_(list(wanted))))}
    new = [_row(each, now) for key, (each, _) in wanted.items() if key not in known]
    if new:
        connection.execute(insert(attempts), new)
    for key, (each, _) in wanted.items():
        if key in known and each.handed_in_at is not None:
            here = [column == value for column, value in zip(_KEY, key, strict=True)]
            told = {"handed_in_at": each.handed_in_at, "filename": each.filename[:300]}
            connection.execute(update(attempts).where(*here).values(told))
    _keep_sources(connection, {each.submission_sha256: source for each, source in made if source})


def keep_times(connection: Connection, told: Mapping[tuple[str, str, str], datetime]) -> None:
    """Keep when attempts that are known were handed in, where that is another time by now."""
    rows = connection.execute(select(*_KEY, attempts.c.handed_in_at).where(attempts.c.handed_in_at.is_not(None)))
    before = {(row.student, row.assignment, row.submission_sha256): aware(row.handed_in_at) for row in rows}
    for key, moment in told.items():
        if before.get(key) != moment:
            here = [column == value for column, value in zip(_KEY, key, strict=True)]
            connection.execute(update(attempts).where(*here).values({"handed_in_at": moment}))


def _row(attempt: Attempt, now: datetime) -> dict[str, object]:
    return {
        "student": attempt.student,
        "assignment": attempt.assignment,
        "submission_sha256": attempt.submission_sha256,
        "filename": attempt.filename[:300],
        "kind": attempt.kind,
        "handed_in_at": attempt.handed_in_at,
        "first_seen_at": now,
    }


def _keep_sources(connection: Connection, held: dict[str, bytes]) -> None:
    known = connection.scalars(select(sources.c.sha256).where(sources.c.sha256.in_(list(held)))).all()
    new = [
        {"sha256": digest, "size": len(source), "source": _bounded(compressed(source))}
        for digest, source in held.items()
        if digest not in set(known)
    ]
    if new:
        connection.execute(insert(sources), new)


def _bounded(packed: bytes) -> bytes | None:
    return packed if len(packed) <= MOST_KEPT else None


def attempts_of(connection: Connection, student: str = "", assignment: str = "") -> list[Attempt]:
    """Attempts of everybody, or of one student or assignment, the oldest first."""
    query = select(attempts)
    if student:
        query = query.where(attempts.c.student == student)
    if assignment:
        query = query.where(attempts.c.assignment == assignment)
    found = [
        Attempt(
            row.student,
            row.assignment,
            row.submission_sha256,
            row.filename,
            SourceKind(row.kind),
            None if row.handed_in_at is None else aware(row.handed_in_at),
            aware(row.first_seen_at),
        )
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda each: (each.student, each.assignment, each.at or datetime.min.replace(tzinfo=UTC)))


def sources_of(connection: Connection, digests: Collection[str]) -> dict[str, bytes]:
    """The bytes of hand-ins, by their digests; without those that are not kept."""
    query = select(sources.c.sha256, sources.c.source).where(sources.c.sha256.in_(list(digests)))
    return {row.sha256: decompressed(row.source) for row in connection.execute(query) if row.source is not None}


def forget(connection: Connection, student: str) -> int:
    """Remove a student's attempts, and every source that nobody else handed in; how many attempts."""
    gone = connection.execute(delete(attempts).where(attempts.c.student == student)).rowcount
    connection.execute(delete(sources).where(sources.c.sha256.not_in(select(attempts.c.submission_sha256))))
    return gone


def aware(moment: datetime) -> datetime:
    """SQLite keeps no time zones: what it holds is UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
