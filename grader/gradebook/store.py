"""The gradebook: a SQLite file, or a PostgreSQL database.  It stores; others compute."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update

from grader.collect.roster import Roster
from grader.gradebook import attempts, copies, decisions, extensions, mentions, published, roster
from grader.gradebook.address import Address, read_address
from grader.gradebook.attempts import Attempt, aware
from grader.gradebook.database import AT_ONCE, Database, open_database
from grader.gradebook.extensions import Extension
from grader.gradebook.past import past_of
from grader.gradebook.published import Published
from grader.gradebook.replaced import Given, given_sha256, replaced, rows_of
from grader.gradebook.rests_on import NAME, TOGETHER, AGrade, Name, Packed, name_of, packed_of, resting_on
from grader.gradebook.schema import expected_answers, grades, transcripts
from grader.gradebook.shelf import Shelf
from grader.gradebook.transcripts import packed_whole, unpacked_whole
from grader.records import (
    Choice,
    Decision,
    Grade,
    Key,
    Past,
    Person,
    Status,
    Transcript,
    from_one_piece,
    in_one_piece,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A grade, the packed transcript that it was judged from (empty where there is none), and what was handed in.

    `unsearched` where searches may name a mistake of it: what comes from the gradebook may always be.
    """

    grade: Grade
    transcript: bytes = b""
    behaviour_sha256: str = ""
    attempt: Attempt | None = None
    source: bytes = b""
    unsearched: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """Whose it is, and for what."""
        return self.grade.student, self.grade.assignment

    def without_bytes(self) -> Entry:
        """What a class needs of it once it is kept."""
        return Entry(self.grade, b"", self.behaviour_sha256)


@dataclass(frozen=True, slots=True)
class Kept:
    """A grade that is kept, and the packed transcript that it was judged from; empty where there is none."""

    grade: Grade
    difference: bytes
    graded_at: datetime
    stood: bool = True


class Gradebook:
    """An open gradebook: what it keeps of a hand-in by one rubric until it is closed is one grade, the last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._since = datetime.now(UTC)

    @property
    def remark(self) -> str:
        """What a person should know of where it lies, the first time it is opened; often nothing."""
        return self._database.remark

    def save(self, entries: Sequence[Entry]) -> None:
        """Keep grades, all of them or none, beside or in the place of those of the same hand-in by the same rubric."""
        if not entries:
            return
        with self._database.writing() as connection:
            for begin in range(0, len(entries), TOGETHER):
                self._save(connection, entries[begin : begin + TOGETHER])

    def _save(self, connection: Connection, entries: Sequence[Entry]) -> None:
        digests = [_digest(entry) for entry in entries]
        new = _new_transcripts(connection, dict(zip(digests, entries, strict=True)))
        if new:
            connection.execute(insert(transcripts), new)
        last = {entry.key: number for number, entry in enumerate(entries)}
        rows = [
            _row(entry, digest, stood=last[entry.key] == number)
            for number, (entry, digest) in enumerate(zip(entries, digests, strict=True))
        ]
        self._make_way(connection, entries)
        connection.execute(insert(grades), rows)
        attempts.keep(connection, [(each.attempt, each.source) for each in entries if each.attempt is not None])

    def _make_way(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Take away what the entries are kept in the place of; other attempts of this command did not stand."""
        given = {name_of(each.grade): given_sha256(each.grade) for each in entries}
        kept = rows_of(connection, given)
        gone = [(name, each) for name in given for each in replaced(kept.get(name, ()), given[name], self._since)]
        whose = {each.key for each in entries}
        beside = [name for name in kept.keys() - given if name[:2] in whose]
        others = [(name, each) for name in beside for each in kept[name] if each.graded_at >= self._since]
        one = [grades.c[name] == bindparam(f"old_{name}") for name in _KEY]
        for change, rows in ((delete(grades), gone), (update(grades).values(stood=False), others)):
            if rows:
                connection.execute(change.where(*one), [_old(name, each) for name, each in rows])

    def keep_expected(self, assignment: str, rubric_sha256: str, reference: Transcript) -> None:
        """Keep what transcripts of a rubric differ from, whatever becomes of caches and of the reference."""
        with self._database.writing() as connection:
            here = expected_answers.c.rubric_sha256 == rubric_sha256
            if connection.execute(select(expected_answers.c.rubric_sha256).where(here)).first() is None:
                row = {"rubric_sha256": rubric_sha256, "assignment": assignment, "kept_at": datetime.now(UTC)}
                connection.execute(insert(expected_answers), [row | {"transcript": packed_whole(reference)}])

    def expected(self, rubric_sha256: str) -> Transcript | None:
        """What transcripts of a rubric differ from; None where it was not kept."""
        query = select(expected_answers.c.transcript).where(expected_answers.c.rubric_sha256 == rubric_sha256)
        with self._database.reading() as connection:
            packed = connection.scalar(query)
        return None if packed is None else unpacked_whole(packed)

    def history(self, student: str = "", assignment: str = "") -> list[Attempt]:
        """What was handed in, by everybody or by one, the oldest first."""
        with self._database.reading() as connection:
            return attempts.attempts_of(connection, student, assignment)

    def past(self) -> Shelf[tuple[Past, ...]]:
        """What everybody was given so far, by student and assignment, the oldest first."""
        with self._database.reading() as connection:
            return past_of(connection)

    def source(self, submission_sha256: str) -> bytes | None:
        """The bytes of a hand-in; None where they are not kept."""
        return self.sources([submission_sha256]).get(submission_sha256)

    def sources(self, digests: Collection[str]) -> dict[str, bytes]:
        """The bytes of hand-ins by their digests, as far as they are kept."""
        with self._database.reading() as connection:
            return attempts.sources_of(connection, digests)

    def extend(self, given: Extension) -> Extension | None:
        """Keep an extension in the place of an earlier one for the same student and assignment, which is returned."""
        with self._database.writing() as connection:
            return extensions.keep(connection, given)

    def decide(self, student: str, assignment: str, made: Decision) -> None:
        """Keep what a person decided."""
        with self._database.writing() as connection:
            decisions.keep(connection, student, assignment, made)

    def decide_for(self, students: Iterable[str], assignment: str, made: Decision) -> None:
        """Keep the same decision for several students, all of them or none."""
        with self._database.writing() as connection:
            for student in students:
                decisions.keep(connection, student, assignment, made)

    def take_back(self, student: str, assignment: str, criterion: str) -> int:
        """Remove the points that were given for a criterion; how many times they had been."""
        with self._database.writing() as connection:
            return decisions.take_back(connection, student, assignment, criterion)

    def decisions(self, origin: decisions.Origin | None = None) -> dict[tuple[str, str], tuple[Decision, ...]]:
        """Every decision, or those from commands or from the file, by student and assignment, in their order."""
        with self._database.reading() as connection:
            return decisions.all_of(connection, origin)

    def replace_file_decisions(self, made: Iterable[tuple[str, str, Decision]]) -> None:
        """Keep what `overrides.toml` says by now, all of it or nothing."""
        with self._database.writing() as connection:
            decisions.replace_file(connection, made)

    def extensions(self) -> dict[tuple[str, str], Extension]:
        """Every extension, by student and assignment."""
        with self._database.reading() as connection:
            return extensions.all_of(connection)

    def choose(self, student: str, assignment: str, choice: Choice | None) -> int:
        """Keep which attempt counts, or that none is chosen any more; how many choices there had been."""
        with self._database.writing() as connection:
            return decisions.choose(connection, student, assignment, choice)

    def choices(self) -> dict[tuple[str, str], Choice]:
        """Which attempts were chosen by a person, by student and assignment."""
        with self._database.reading() as connection:
            return decisions.choices(connection)

    def keep_times(self, told: Mapping[tuple[str, str, str], datetime]) -> None:
        """Keep when attempts that are known were handed in: by student, assignment and digest."""
        if told:
            with self._database.writing() as connection:
                attempts.keep_times(connection, told)

    def of_attempts(self, assignment: str) -> list[Grade]:
        """The newest grade of each student's every attempt."""
        query = select(grades.c.student, grades.c.submission_sha256, grades.c.grade)
        here = query.where(grades.c.assignment == assignment, grades.c.submission_sha256 != "")
        with self._database.reading() as connection:
            newest = {
                (row.student, row.submission_sha256): row
                for row in connection.execute(here.order_by(grades.c.graded_at))
            }
        return [msgspec.msgpack.decode(row.grade, type=Grade) for row in newest.values()]

    def grades_of(self, assignment: str, student: str = "") -> list[Kept]:
        """Every grade that is kept, of each student the newest first."""
        with self._database.reading() as connection:
            return [_kept(row) for row in connection.execute(_kept_of(assignment, student))]

    def given(self, assignment: str, student: str = "", *, attempts: bool = False) -> list[Kept]:
        """The same but for those after which the same was given again for the same hand-in by the same rubric.

        Those of attempts that did not count are left out, unless all `attempts` are asked for.
        """
        found: list[Kept] = []
        for each in self.grades_of(assignment, student):
            if not (each.stood or attempts):
                continue
            if not found or _given(each.grade) != _given(found[-1].grade):
                found.append(each)
        return found

    def kept(self, grade: Grade) -> Kept:
        """A grade as it is kept, with what it was judged from; by itself where it is not."""
        wanted = (grade.submission_sha256, grade.rubric_sha256)
        every = self.grades_of(grade.assignment, grade.student)
        found = (each for each in every if (each.grade.submission_sha256, each.grade.rubric_sha256) == wanted)
        return next(found, Kept(grade, b"", datetime.min))

    def differences(self, wanted: Iterable[AGrade]) -> Iterator[tuple[list[AGrade], Packed]]:
        """Each packed transcript that some grades rest on, once, with these grades.

        Between two readings nobody is kept from writing, however long it takes to use what was read.
        """
        with self._database.reading() as connection:
            resting = resting_on(connection, wanted)
        left = iter(sorted(resting))
        while some := list(islice(left, TOGETHER)):
            with self._database.reading() as connection:
                read = packed_of(connection, some)
            for digest, packed in read:
                yield resting[digest], packed

    def latest(self) -> Shelf[Entry]:
        """The newest entry of each student and assignment, without its transcript, as they are now."""
        newest = shelf_of_entries()
        self._put_newest(newest)
        return newest

    def latest_held(self) -> dict[Key, Entry]:
        """The same in memory, for who looks at each several times."""
        newest: dict[Key, Entry] = {}
        self._put_newest(newest)
        return newest

    def _put_newest(self, newest: MutableMapping[Key, Entry]) -> None:
        told = (grades.c.student, grades.c.assignment, grades.c.grade, transcripts.c.behaviour_sha256)
        query = select(*told).join(transcripts, isouter=True).order_by(grades.c.graded_at)
        with self._database.reading() as connection, connection.execute(query, execution_options=AT_ONCE) as rows:
            for row in rows:
                grade = msgspec.msgpack.decode(row.grade, type=Grade)
                newest[row.student, row.assignment] = Entry(grade, b"", row.behaviour_sha256 or "")

    def publish(self, made: Sequence[Published]) -> None:
        """Keep what students see from now on, all of it or nothing."""
        with self._database.writing() as connection:
            published.keep(connection, made)

    def published(self) -> dict[tuple[str, str], Published]:
        """What students see, by student and assignment."""
        with self._database.reading() as connection:
            return published.all_of(connection)

    def edited(self) -> tuple[tuple[str, str], ...]:
        """Student and assignment of each grade whose columns say something else than it does: somebody wrote there."""
        told = (grades.c.student, grades.c.assignment, grades.c.score, grades.c.max_score, grades.c.status)
        found = set()
        query = select(*told, grades.c.grade)
        with self._database.reading() as connection, connection.execute(query, execution_options=AT_ONCE) as rows:
            for row in rows:
                grade = msgspec.msgpack.decode(row.grade, type=Grade)
                if (row.score, row.max_score, row.status) != (grade.score, grade.max_score, grade.status):
                    found.add((row.student, row.assignment))
        return tuple(sorted(found))

    def people(self) -> tuple[Person, ...]:
        """The roster, by ids; empty where there is none."""
        with self._database.reading() as connection:
            return roster.all_people(connection)

    def import_roster(self, listed: Roster, *, replace: bool = False) -> roster.Changes:
        """Bring the roster up to a class list, all of it or nothing, as `merged` says; what that changed."""
        with self._database.writing() as connection:
            after, changes = roster.merged(roster.all_people(connection), listed, replace=replace)
            roster.keep(connection, after, changes)
        return changes

    def forget_person(self, student: str) -> int:
        """Take a person off the roster, and out of the grades of their team; how many were on it."""
        with self._database.writing() as connection:
            mentions.remove(connection, {student})
            return roster.forget(connection, student)

    def copy_to(self, where: Address | Path) -> None:
        """Write a copy as of now, into a file that is not there or a server's database that keeps nothing yet."""
        self._database.empty_log()
        copies.write_copy(self._database, where if isinstance(where, Address) else Address.of_file(where))

    def forget(self, student: str) -> tuple[int, int]:
        """Remove a student's grades, and every transcript that no grade rests on any more; how many of each."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(grades).where(grades.c.student == student)).rowcount
            in_use = select(grades.c.transcript_sha256).where(grades.c.transcript_sha256.is_not(None))
            orphans = connection.execute(delete(transcripts).where(transcripts.c.sha256.not_in(in_use))).rowcount
            attempts.forget(connection, student)
            extensions.forget(connection, student)
            decisions.forget(connection, student)
            published.forget(connection, student)
        return gone, orphans

    def leave_no_trace(self) -> None:
        """Have nothing left of what was forgotten, in free space and log neither.  Raises `StorageError`."""
        self._database.leave_no_trace()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_gradebook(where: Address | Path | str) -> Gradebook:
    """The gradebook at an address, in a SQLite file, or at a database URL; made or migrated where needed."""
    if isinstance(where, str):
        where = read_address(where)
    return Gradebook(open_database(where if isinstance(where, Address) else Address.of_file(where)))


def _kept_of(assignment: str, student: str = "") -> Select[Any]:
    """Grades by student, the newest first."""
    told = (grades.c.student, grades.c.grade, transcripts.c.difference, grades.c.graded_at, grades.c.stood)
    query = select(*told).join(transcripts, isouter=True).where(grades.c.assignment == assignment)
    if student:
        query = query.where(grades.c.student == student)
    return query.order_by(grades.c.student, grades.c.graded_at.desc())


def _kept(row: Row[Any]) -> Kept:
    return Kept(msgspec.msgpack.decode(row.grade, type=Grade), row.difference or b"", aware(row.graded_at), row.stood)


class _Shelved(msgspec.Struct, array_like=True):
    grade: bytes
    times: bytes
    behaviour_sha256: str


def shelf_of_entries() -> Shelf[Entry]:
    """A shelf for entries without their bytes."""
    return Shelf(_packed, _unpacked)


def _packed(entry: Entry) -> bytes:
    return msgspec.msgpack.encode(_Shelved(*in_one_piece(entry.grade), entry.behaviour_sha256))


def _unpacked(data: bytes) -> Entry:
    kept = msgspec.msgpack.decode(data, type=_Shelved)
    return Entry(from_one_piece(kept.grade, kept.times), b"", kept.behaviour_sha256)


def _given(grade: Grade) -> tuple[str, ...]:
    return *name_of(grade), given_sha256(grade)


def _old(name: Name, kept: Given) -> dict[str, object]:
    return {f"old_{part}": value for part, value in zip(_KEY, (*name, kept.graded_at), strict=True)}


_KEY = tuple(column.name for column in grades.primary_key)


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
        "grade": msgspec.msgpack.encode(grade),
    }


def _digest(entry: Entry) -> str | None:
    """Of the transcript; None where there is none."""
    if not entry.transcript:
        return None
    return hashlib.sha256(entry.grade.rubric_sha256.encode() + entry.transcript).hexdigest()


def is_final(grade: Grade) -> bool:
    """Whether grading the same bytes by the same rubric again would change nothing."""
    return grade.status is not Status.REGRADE_NEEDED
