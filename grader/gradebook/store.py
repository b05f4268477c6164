"""The gradebook: a SQLite file, or a PostgreSQL database.  It stores; others compute."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, select

from grader.collect.roster import Roster
from grader.gradebook import (
    attempts,
    copies,
    decisions,
    extensions,
    kept_grades,
    mentions,
    published,
    roster,
    saving,
)
from grader.gradebook.address import Address, read_address
from grader.gradebook.attempts import Attempt
from grader.gradebook.database import Database, open_database
from grader.gradebook.entries import Entry, Kept, shelf_of_entries
from grader.gradebook.extensions import Extension
from grader.gradebook.past import past_of
from grader.gradebook.published import Published
from grader.gradebook.rests_on import TOGETHER, AGrade, Packed, packed_of, resting_on
from grader.gradebook.schema import expected_answers
from grader.gradebook.shelf import Shelf
from grader.gradebook.transcripts import packed_whole, unpacked_whole
from grader.records import Choice, Decision, Grade, Key, Past, Person, Transcript


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
            saving.save(connection, entries, self._since)

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

    def keep_further_times(self, told: Mapping[tuple[str, str, str], Collection[datetime]]) -> None:
        """Keep at which other times attempts that are known were handed in, too."""
        if told:
            with self._database.writing() as connection:
                attempts.keep_further_times(connection, told)

    def of_attempts(self, assignment: str) -> list[Grade]:
        """The newest grade of each student's every attempt."""
        with self._database.reading() as connection:
            return kept_grades.of_attempts(connection, assignment)

    def grades_of(self, assignment: str, student: str = "") -> list[Kept]:
        """Every grade that is kept, of each student the newest first."""
        with self._database.reading() as connection:
            return kept_grades.all_of(connection, assignment, student)

    def given(self, assignment: str, student: str = "", *, attempts: bool = False) -> list[Kept]:
        """The same but for those after which the same was given again for the same hand-in by the same rubric.

        Those of attempts that did not count are left out, unless all `attempts` are asked for.
        """
        return kept_grades.that_moved(each for each in self.grades_of(assignment, student) if each.stood or attempts)

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
        with self._database.reading() as connection:
            for entry in kept_grades.in_order(connection):
                newest[entry.key] = entry

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
        with self._database.reading() as connection:
            return kept_grades.edited(connection)

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
            gone, orphans = kept_grades.forget(connection, student)
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
