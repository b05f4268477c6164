"""How grades are kept: each transcript once, and of a hand-in by one rubric no more grades than are needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from grader.gradebook import attempts
from grader.gradebook.entries import Entry
from grader.gradebook.replaced import Given, given_sha256, replaced, rows_of
from grader.gradebook.rests_on import NAME, TOGETHER, Name, name_of
from grader.gradebook.schema import grades, transcripts
from grader.records import packed_grade

_KEY = tuple(column.name for column in grades.primary_key)


def save(connection: Connection, entries: Sequence[Entry], since: datetime) -> None:
    """Keep grades of a command that began at `since`: beside those that are kept, or in their place."""
    for begin in range(0, len(entries), TOGETHER):
        _save(connection, entries[begin : begin + TOGETHER], since)


def _save(connection: Connection, entries: Sequence[Entry], since: datetime) -> None:
    digests = [_digest(entry) for entry in entries]
    new = _new_transcripts(connection, dict(zip(digests, entries, strict=True)))
    if new:
        connection.execute(insert(transcripts), new)
    last = {entry.key: number for number, entry in enumerate(entries)}
    rows = [
        _row(entry, digest, stood=last[entry.key] == number)
        for number, (entry, digest) in enumerate(zip(entries, digests, strict=True))
    ]
    _make_way(connection, entries, since)
    connection.execute(insert(grades), rows)
    attempts.keep(connection, [(each.attempt, each.source) for each in entries if each.attempt is not None])


def _make_way(connection: Connection, entries: Sequence[Entry], since: datetime) -> None:
    """Take away what the entries are kept in the place of; other attempts of this command did not stand."""
    given = {name_of(each.grade): given_sha256(each.grade) for each in entries}
    kept = rows_of(connection, given)
    gone = [(name, each) for name in given for each in replaced(kept.get(name, ()), given[name], since)]
    whose = {each.key for each in entries}
    beside = [name for name in kept.keys() - given if name[:2] in whose]
    others = [(name, each) for name in beside for each in kept[name] if each.graded_at >= since]
    one = [grades.c[name] == bindparam(f"old_{name}") for name in _KEY]
    for change, rows in ((delete(grades), gone), (update(grades).values(stood=False), others)):
        if rows:
            connection.execute(change.where(*one), [_old(name, each) for name, each in rows])


def _old(name: Name, kept: Given) -> dict[str, object]:
    return {f"old_{part}": value for part, value in zip(_KEY, (*name, kept.graded_at), strict=True)}


def _new_transcripts(connection: Connection, entries: Mapping[str | None, Entry]) -> list[dict[str, object]]:
    """Rows for the transcripts, by their digests, that are not kept yet."""
    rows: dict[str, dict[str, object]] = {
        digest: {
            "sha256": digest,
            "rubric_sha256": entry.grade.rubric_sha256,
            "behaviour_sha256": entry.behaviour_sha256,
            "difference": entry.transcript,
        }
        for digest, entry in entries.items()
        if digest is not None
    }
    known = connection.scalars(select(transcripts.c.sha256).where(transcripts.c.sha256.in_(list(rows))))
    for digest in known.all():
        del rows[digest]
    return list(rows.values())


def _row(entry: Entry, digest: str | None, *, stood: bool) -> dict[str, object]:
    grade = entry.grade
    return {
        **dict(zip(NAME, name_of(grade), strict=True)),
        "status": grade.status,
        "score": grade.score,
        "max_score": grade.max_score,
        "graded_at": datetime.now(UTC),
        "given_sha256": given_sha256(grade),
        "stood": stood,
        "transcript_sha256": digest,
        "grade": packed_grade(grade),
    }


def _digest(entry: Entry) -> str | None:
    """Of the transcript; None where there is none."""
    if not entry.transcript:
        return None
    return hashlib.sha256(entry.grade.rubric_sha256.encode() + entry.transcript).hexdigest()
