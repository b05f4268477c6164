"""The gradebook: a SQLite file, or any database that SQLAlchemy reaches by URL.  It stores; others compute."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from grader.errors import StorageError
from grader.gradebook.schema import HEAD, grades, transcripts
from grader.records import Grade, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A grade with the packed transcript it was judged from; empty where nothing was recorded."""

    grade: Grade
    transcript: bytes = b""
    behaviour_sha256: str = ""


class Gradebook:
    """An open gradebook."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, entries: Sequence[Entry]) -> None:
        """Keep grades, all of them or none; a grade of the same bytes by the same rubric is replaced."""
        with _storing(self._engine) as connection:
            known = _known_transcripts(connection, entries)
            for entry in entries:
                _save_one(connection, entry, known)

    def latest(self) -> dict[tuple[str, str], Entry]:
        """The newest entry of each student and assignment, without its transcript."""
        query = select(grades.c.grade, transcripts.c.behaviour_sha256).join(transcripts, isouter=True)
        with _storing(self._engine) as connection:
            found = {}
            for packed, behaviour in connection.execute(query.order_by(grades.c.graded_at)):
                grade = msgspec.msgpack.decode(packed, type=Grade)
                found[grade.student, grade.assignment] = Entry(grade, b"", behaviour or "")
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def open_gradebook(where: Path | str) -> Gradebook:
    """The gradebook in a SQLite file, or at a database URL; made or migrated where needed."""
    url = where if isinstance(where, str) else URL.create("sqlite", database=str(where))
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        if _version(engine) != HEAD:
            _migrate(engine)
    except (SQLAlchemyError, StorageError) as trouble:
        engine.dispose()
        raise trouble if isinstance(trouble, StorageError) else _unusable(engine, trouble) from trouble
    if isinstance(where, Path):
        where.chmod(0o600)
    return Gradebook(engine)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _set_up_sqlite(connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # Python's driver leaves DDL outside of transactions
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.close()


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - costs 0.2 s, and only a new or an old gradebook needs it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as trouble:
        raise StorageError(
            f"the gradebook {_name(engine)} was written by another version of grader: {trouble}",
            remedy="use the version that wrote it, or a newer one; or choose another --out",
        ) from trouble


@contextmanager
def _storing(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, msgspec.DecodeError) as trouble:
        raise _unusable(engine, trouble) from trouble


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _unusable(engine: Engine, trouble: Exception) -> StorageError:
    reason = str(trouble.__cause__ or trouble).splitlines()[0]
    return StorageError(
        f"the gradebook {_name(engine)} cannot be used: {reason}",
        remedy="check that the disk has room and the file is a gradebook, or choose another --out",
    )


def _known_transcripts(connection: Connection, entries: Iterable[Entry]) -> set[str]:
    wanted = [_digest(entry) for entry in entries if entry.transcript]
    return set(connection.scalars(select(transcripts.c.sha256).where(transcripts.c.sha256.in_(wanted))))


def _digest(entry: Entry) -> str:
    return hashlib.sha256(entry.grade.rubric_sha256.encode() + entry.transcript).hexdigest()


def _save_one(connection: Connection, entry: Entry, known: set[str]) -> None:
    grade = entry.grade
    digest = _digest(entry) if entry.transcript else None
    if digest is not None and digest not in known:
        known.add(digest)
        connection.execute(
            insert(transcripts).values(
                sha256=digest,
                rubric_sha256=grade.rubric_sha256,
                behaviour_sha256=entry.behaviour_sha256,
                difference=entry.transcript,
            )
        )
    key = {
        "student": grade.student,
        "assignment": grade.assignment,
        "submission_sha256": grade.submission_sha256,
        "rubric_sha256": grade.rubric_sha256,
    }
    connection.execute(delete(grades).where(*(grades.c[name] == value for name, value in key.items())))
    connection.execute(
        insert(grades).values(
            **key,
            status=grade.status,
            score=grade.score,
            max_score=grade.max_score,
            graded_at=datetime.now(UTC),
            transcript_sha256=digest,
            grade=msgspec.msgpack.encode(grade),
        )
    )


def is_final(grade: Grade) -> bool:
    """Whether grading the same bytes by the same rubric again would change nothing."""
    return grade.status is not Status.REGRADE_NEEDED
