"""A gradebook copied whole, as it was at one moment, into one SQLite file or an empty database."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, RowMapping, func, insert, select, text

from grader.errors import StorageError
from grader.gradebook.address import Address
from grader.gradebook.attempts import aware
from grader.gradebook.database import Database, open_database
from grader.gradebook.schema import decisions, metadata

_AT_ONCE = 500  # rows


def write_copy(database: Database, to: Address) -> None:
    """Write it where none is: into a file for its owner alone, or into a server's database that keeps nothing yet."""
    if to.file is None:
        _copy_tables(database, to)
        return
    try:
        to.file.touch(mode=0o600, exist_ok=False)
    except OSError as trouble:
        raise StorageError(
            f"{to} cannot be written: {trouble.strerror}", remedy="make room there, or name another file"
        ) from trouble
    try:
        _write_file(database, to, to.file)
    except BaseException:
        for path in to.files:
            path.unlink(missing_ok=True)
        raise


def _write_file(database: Database, to: Address, file: Path) -> None:
    if database.address.file is not None:
        with database.outside_transactions() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(file),))
        return
    _copy_tables(database, to)
    with closing(open_database(to)) as copied, copied.outside_transactions() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = delete")  # a copy is one file, with nothing beside it


def _copy_tables(source: Database, to: Address) -> None:
    """Copy every row, all or none.  Raises `StorageError` where something is kept already."""
    with closing(open_database(to)) as target, source.snapshot() as reading, target.writing() as writing:
        if any(writing.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables):
            raise StorageError(f"{to} keeps something already", remedy="name an empty database")
        for table in metadata.sorted_tables:
            for rows in reading.execute(select(table)).mappings().partitions(_AT_ONCE):
                writing.execute(insert(table), [_with_zones(row) for row in rows])
        _go_on_counting(writing)


def _with_zones(row: RowMapping) -> dict[str, object]:
    return {str(name): aware(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _go_on_counting(connection: Connection) -> None:
    """Have a server number decisions after those that came with their numbers; a file does by itself."""
    highest = connection.scalar(select(func.max(decisions.c.number)))
    if connection.dialect.name == "postgresql" and highest is not None:
        after = text("SELECT setval(pg_get_serial_sequence('decisions', 'number'), :highest)")
        connection.execute(after, {"highest": highest})
