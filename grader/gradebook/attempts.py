"""What was handed in: each attempt with its time, and its bytes as far as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, tuple_, update

from grader.gradebook.compression import compressed, decompressed
from grader.gradebook.schema import attempts, sources
from grader.records import SourceKind

Key = tuple[str, str, str]  # student, assignment, digest of the bytes
MOST_KEPT = 1 << 20  # bytes of one hand-in, compressed; a source file may have as many, a notebook ten times that
MOST_TIMES = 50  # at which the same bytes came; the newest are kept
_KEY = (attempts.c.student, attempts.c.assignment, attempts.c.submission_sha256)


class Attempt(msgspec.Struct, frozen=True):
    """What was handed in, once or again and again.

    `handed_in_at` is what a file, an archive or git says, None where nothing does; `earlier_times` are those at which
    the same bytes had come before, the oldest first.
    """

    student: str
    assignment: str
    submission_sha256: str
    filename: str
    kind: SourceKind
    handed_in_at: datetime | None = None
    first_seen_at: datetime | None = None  # by the grader; None before it is kept
    earlier_times: tuple[datetime, ...] = ()

    @property
    def at(self) -> datetime | None:
        """The time that it counts from."""
        return self.handed_in_at or self.first_seen_at


def keep(connection: Connection, made: Sequence[tuple[Attempt, bytes]]) -> None:
    """Keep attempts that are not known yet; of one that is, the time, if it is told now."""
    now = datetime.now(UTC)
    wanted = {(each.student, each.assignment, each.submission_sha256): (each, source) for each, source in made}
    known = _times_of(connection, tuple_(*_KEY).in_(list(wanted)))
    new = [_row(each, now) for key, (each, _) in wanted.items() if key not in known]
    if new:
        connection.execute(insert(attempts), new)
    for key, (each, _) in wanted.items():
        if key in known and each.handed_in_at is not None:
            told = {**_told(known[key], each.handed_in_at), "filename": each.filename[:300]}
            connection.execute(update(attempts).where(*_here(key)).values(told))
    _keep_sources(connection, {each.submission_sha256: source for each, source in made if source})


def keep_times(connection: Connection, told: Mapping[Key, datetime]) -> None:
    """Keep when attempts that are known were handed in, where that is another time by now."""
    before = _times_of(connection, attempts.c.handed_in_at.is_not(None))
    for key, moment in told.items():
        times = before.get(key, ())
        if times[-1:] != (moment,):
            connection.execute(update(attempts).where(*_here(key)).values(_told(times, moment)))


def keep_further_times(connection: Connection, told: Mapping[Key, Collection[datetime]]) -> None:
    """Keep at which other times attempts that are known were handed in, too."""
    known = _times_of(connection, attempts.c.handed_in_at.is_not(None)) if told else {}
    for key, moments in told.items():
        times = sorted({*known.get(key, ()), *moments})
        if key in known and times != list(known[key]):
            connection.execute(update(attempts).where(*_here(key)).values(_told(times, times[-1])))


def _times_of(connection: Connection, where: ColumnElement[bool]) -> dict[Key, tuple[datetime, ...]]:
    """Of known attempts all times that something told, the last told at the end."""
    rows = connection.execute(select(*_KEY, attempts.c.handed_in_at, attempts.c.earlier_times).where(where))
    return {
        (row.student, row.assignment, row.submission_sha256): _earlier(row.earlier_times)
        + (() if row.handed_in_at is None else (aware(row.handed_in_at),))
        for row in rows
    }


def _told(before: Sequence[datetime], moment: datetime) -> dict[str, object]:
    """The columns of an attempt whose time is told; what came after that was no time of it."""
    earlier = [each for each in before if each < moment]
    return {"handed_in_at": moment, "earlier_times": _as_text(earlier[-MOST_TIMES:])}


def _here(key: Key) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(_KEY, key, strict=True)]


def _earlier(text: str) -> tuple[datetime, ...]:
    return msgspec.json.decode(text, type=tuple[datetime, ...])


def _as_text(times: Sequence[datetime]) -> str:
    return msgspec.json.encode([each.astimezone(UTC) for each in times]).decode()


def _row(attempt: Attempt, now: datetime) -> dict[str, object]:
    return {
        "student": attempt.student,
        "assignment": attempt.assignment,
        "submission_sha256": attempt.submission_sha256,
        "filename": attempt.filename[:300],
        "kind": attempt.kind,
        "handed_in_at": attempt.handed_in_at,
        "earlier_times": _as_text(attempt.earlier_times),
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
            _earlier(row.earlier_times),
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
