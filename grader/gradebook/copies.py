"""A gradebook as one SQLite file, wherever it is kept: at one moment, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from grader.errors import StorageError
from grader.gradebook.address import Address
from grader.gradebook.database import Database, open_database
from grader.gradebook.schema import metadata

_AT_ONCE = 500  # rows


def write_copy(database: Database, file: Path) -> None:
    """Write it into a file that is not there, for its owner alone."""
    try:
        file.touch(mode=0o600, exist_ok=False)
    except OSError as trouble:
        raise StorageError(
            f"{file} cannot be written: {trouble.strerror}", remedy="make room there, or name another file"
        ) from trouble
    try:
        if database.address.file is None:
            _copy_tables(database, Address.of_file(file))
        else:
            with database.outside_transactions() as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(file),))
    except BaseException:
        for path in Address.of_file(file).files:
            path.unlink(missing_ok=True)
        raise


def _copy_tables(source: Database, to: Address) -> None:
    target = open_database(to)
    try:
        with source.snapshot() as reading, target.writing() as writing:
            for table in metadata.sorted_tables:
                for rows in reading.execute(select(table)).mappings().partitions(_AT_ONCE):
                    writing.execute(insert(table), [dict(row) for row in rows])
        with target.outside_transactions() as connection:  # a copy is one file, with nothing beside it
            connection.exec_driver_sql("PRAGMA journal_mode = delete")
    finally:
        target.close()
