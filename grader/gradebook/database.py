"""An open database: transactions that read, and transactions that write, one at a time whoever else is at work.

SQLite and PostgreSQL differ here, and nowhere else in the gradebook.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from grader.errors import StorageError
from grader.gradebook.address import Address
from grader.gradebook.disks import MOUNTS, on_network_disk, on_read_only_disk
from grader.gradebook.schema import HEAD, metadata, versions
from grader.gradebook.trouble import is_busy, said_as_storage_error

PATIENCE = 30  # seconds that one who writes waits for another
AT_ONCE = {"yield_per": 100}  # rows that are in memory where a question has as many answers as there are hand-ins
_WRITERS = 0x67726164  # the lock that everybody takes who writes: on PostgreSQL it stands for the whole gradebook
_READ_VERSION = select(versions.c.version_num)
_NO_LOG = "lies on a disk that allows no write-ahead log, as a network disk: readers and writers wait for each other"


class Database(msgspec.Struct, frozen=True):
    """An open database with the tables of now.  `remark` is what a person should know of it, once; often nothing."""

    address: Address
    engine: Engine
    patience: int = PATIENCE
    remark: str = ""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with said_as_storage_error(self.address), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that nobody else writes beside: what it reads stays so until its end."""
        # Who reads first and asks to write then is refused at once, however long a writer would wait.
        engine = self.engine.execution_options(begins="BEGIN IMMEDIATE")
        with said_as_storage_error(self.address), engine.begin() as connection:
            if self.address.file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = '{self.patience}s'"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS})"))
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that sees one moment in all that it reads."""
        engine = self.engine
        if self.address.file is None:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with said_as_storage_error(self.address), engine.begin() as connection:
            yield connection

    @contextmanager
    def outside_transactions(self) -> Iterator[Connection]:
        """What may stand in no transaction."""
        with said_as_storage_error(self.address), _outside(self.engine).connect() as connection:
            yield connection

    def leave_no_trace(self) -> None:
        """Take what was removed out of free space and log as well; a server's own log is the server's.

        Raises `StorageError` where somebody reads from the log all the while.
        """
        with self.outside_transactions() as connection:
            if self.address.file is not None:
                connection.exec_driver_sql("VACUUM")
            else:
                connection.exec_driver_sql(f"SET lock_timeout = '{self.patience}s'")
                connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {', '.join(metadata.tables)}")
        if not self.empty_log():
            raise StorageError(
                f"the log beside {self.address} cannot be emptied while another program reads from it",
                remedy="end that program: the log goes when the last one closes the gradebook",
            )

    def empty_log(self) -> bool:
        """Bring SQLite's log into the file, and cut it to nothing; False where somebody reads from it all the while.

        A server's log is the server's, and one that may only be read is that of whoever writes.
        """
        if self.address.file is None or on_read_only_disk(self.address.file):
            return True
        with self.outside_transactions() as connection:
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not busy

    def close(self) -> None:
        """Let go of it."""
        self.engine.dispose()


def open_database(address: Address, *, patience: int = PATIENCE, mounts: Path = MOUNTS) -> Database:
    """The database at an address; made, or brought up to the tables of now, where needed."""
    with said_as_storage_error(address):
        _close_to_others(address, make=True)
        engine = _engine(address, patience)
        try:
            old = _version(engine) != HEAD
            if old:
                _bring_up_to_now(Database(address, engine, patience))
            ahead = _write_ahead(engine, address, mounts)
            _close_to_others(address)
        except BaseException:
            engine.dispose()
            raise
    return Database(address, engine, patience, "" if ahead or not old else f"the gradebook {address} {_NO_LOG}")


def is_there(address: Address) -> bool:
    """Whether there is a gradebook; nothing is made.  Raises `StorageError` where a server does not answer."""
    if address.file is not None:
        return address.file.exists()
    with said_as_storage_error(address):
        engine = _engine(address, PATIENCE)
        try:
            return _version(engine) is not None
        finally:
            engine.dispose()


def _close_to_others(address: Address, *, make: bool = False) -> None:
    """Have a file and what lies beside it be its owner's alone, before anything is in it."""
    if address.file is None:
        return
    if make and not os.path.lexists(address.file):
        with contextlib.suppress(FileExistsError):
            os.close(os.open(address.file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if on_read_only_disk(address.file):
        return
    for path in address.files:
        with contextlib.suppress(FileNotFoundError, PermissionError):  # gone since; or somebody else's, who shares it
            mode = stat.S_IMODE(path.stat().st_mode)
            if path.is_file() and mode & 0o077:
                path.chmod(mode & 0o700)


def _engine(address: Address, patience: int) -> Engine:
    if address.file is None:
        settings = {"connect_timeout": 10, "application_name": "grader"}
        wanted = {name: value for name, value in settings.items() if name not in address.url.query}
        engine = create_engine(address.url, connect_args=wanted, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _set_up_postgresql)
        return engine
    url = address.url
    if address.file.is_file() and on_read_only_disk(address.file) and (how := _how_to_look(address.file)):
        url = URL.create("sqlite", database=f"{address.file.resolve().as_uri()}?{how}", query={"uri": "true"})
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", partial(_set_up_sqlite, patience))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _how_to_look(file: Path) -> str:
    """As what SQLite opens a file where it may write nothing beside it: neither a log nor what those share who open it.

    Where both are there, somebody is at work from elsewhere, and they are read; where there is no log, the file is
    whole and taken for one that stays as it is; a log alone is for nobody who may not write.
    """
    log, shared = (Path(f"{file}{end}") for end in ("-wal", "-shm"))
    if log.exists() and shared.exists():
        return "mode=ro"
    return "immutable=1" if not (log.exists() and log.stat().st_size) else ""


def _outside(engine: Engine) -> Engine:
    """The same, without transactions."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begins="")
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("begins", "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)


def _set_up_sqlite(patience: int, connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # Python's driver leaves DDL outside of transactions
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {patience * 1000}")
    cursor.execute("PRAGMA secure_delete = ON")  # what is forgotten, or replaced, is overwritten in the file
    cursor.close()


def _set_up_postgresql(connection: object, _: object) -> None:
    connection.autocommit = True  # type: ignore[attr-defined]
    connection.execute("SET TIME ZONE 'UTC'")  # type: ignore[attr-defined]
    connection.autocommit = False  # type: ignore[attr-defined]


def _write_ahead(engine: Engine, address: Address, mounts: Path) -> bool:
    """Have SQLite write ahead into a log, so that readers and a writer need not wait; False where that cannot be."""
    if address.file is None:
        return True
    wanted = "delete" if on_network_disk(address.file, mounts) else "wal"
    with _outside(engine).connect() as connection:
        try:
            mode = connection.exec_driver_sql(f"PRAGMA journal_mode = {wanted}").scalar()
            connection.execute(_READ_VERSION).scalar()  # some disks refuse the log only now
        except SQLAlchemyError as refusal:
            if is_busy(refusal):  # somebody else is at it
                return True
            with contextlib.suppress(SQLAlchemyError):  # a disk that may only be read needs neither
                connection.exec_driver_sql("PRAGMA journal_mode = delete")
            return False
    return bool(mode == "wal")


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table(versions.name):
            return None
        return connection.execute(_READ_VERSION).scalar()


def _bring_up_to_now(database: Database) -> None:
    with database.writing() as connection:  # whoever else opens it meanwhile waits, and finds it done
        found = set(inspect(connection).get_table_names())
        if not found:
            metadata.create_all(connection)
            versions.create(connection)
            connection.execute(insert(versions).values(version_num=HEAD))
        elif versions.name in found:
            _migrate(connection, database.address)
        else:  # what is somebody else's is left as it is
            raise StorageError(
                f"{database.address} is the database of something else: it has a table {min(found)!r}",
                remedy="name an empty database or a new file with --gradebook, or choose another --out",
            )


def _migrate(connection: Connection, address: Address) -> None:
    from alembic import command  # noqa: PLC0415 - costs 0.2 s, and only an old gradebook needs it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StorageError(
            f"the gradebook {address} was written by another version of grader",
            remedy="use the version that wrote it, or a newer one; or choose another --out or --gradebook",
        ) from None
