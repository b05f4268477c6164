"""What a database refuses, as one sentence with a remedy; a password is in neither, nor in what led to it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from grader.errors import StorageError
from grader.gradebook.address import Address

_AGAIN = "then run it again, which goes on from here"
_ELSEWHERE = "choose another --out or --gradebook"

_OPTION = "option"
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")

# What each database calls it (SQLite's name of a result, PostgreSQL's SQLSTATE; both by how they begin) → what is
# wrong, and what to do.  The first that fits.
_KNOWN = (
    (("SQLITE_FULL", "53100"), "cannot be written: its disk is full", f"make room on the disk, {_AGAIN}"),
    (
        ("SQLITE_READONLY", "25006", "42501"),
        "cannot be written: it may only be read",
        f"make the file and its folder yours to write (on a server: grant the rights), or {_ELSEWHERE}",
    ),
    (
        ("SQLITE_CANTOPEN",),
        "cannot be opened",
        "see that its folder is there, and may be written to: what is read is locked meanwhile",
    ),
    (("SQLITE_IOERR",), "cannot be read or written: its disk fails, or is full", f"see to the disk, {_AGAIN}"),
    (
        ("SQLITE_NOTADB", "SQLITE_CORRUPT"),
        "cannot be used: it is damaged, or no gradebook",
        f"put a backup in its place, or {_ELSEWHERE}",
    ),
    (("28",), "does not let this user in", "see that user and password are right in --gradebook or GRADER_GRADEBOOK"),
    (("3D",), "is not there", "make the database first: createdb NAME"),
    (("53300",), "has no room for one more who connects", f"wait until others have ended, {_AGAIN}"),
    ((_OPTION,), "has an address that is not understood", "see what stands behind the ? of the address"),
    (("08", "57P"), "cannot be reached", f"see that the server runs and answers here, {_AGAIN}"),
)
# Where a connection fails, PostgreSQL's driver has words alone.
_BY_WORDS = (
    ("password authentication failed", "28"),
    ("no password supplied", "28"),
    ("no pg_hba.conf entry", "28"),
    ("role ", "28"),
    ("does not exist", "3D"),
    ("too many clients", "53300"),
    ("invalid connection option", _OPTION),
    ("invalid URI query parameter", _OPTION),
)


@contextmanager
def said_as_storage_error(address: Address) -> Iterator[None]:
    """Raise `StorageError` for whatever the database refuses meanwhile."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, msgspec.DecodeError, OSError, UnicodeError) as trouble:
        refused = _storage_error(address, trouble)
        raise refused from (None if address.secrets else trouble)


def is_busy(trouble: Exception) -> bool:
    """Whether somebody else is at work there."""
    return _code(trouble, _reason(trouble)).startswith(_BUSY)


def _storage_error(address: Address, trouble: Exception) -> StorageError:
    reason = _without(address.secrets, _reason(trouble))
    code = _code(trouble, reason)
    if code.startswith(_BUSY):
        return StorageError(
            f"the gradebook {address} is being written by another program", remedy=f"wait until it ends, {_AGAIN}"
        )
    for begins, wrong, remedy in _KNOWN:
        if code.startswith(begins):
            return StorageError(f"the gradebook {address} {wrong} ({reason})", remedy=remedy)
    return StorageError(
        f"the gradebook {address} cannot be used: {reason}",
        remedy=f"check that the disk has room and the file is a gradebook, or {_ELSEWHERE}",
    )


def _reason(trouble: Exception) -> str:
    if isinstance(trouble, OSError) and trouble.strerror:
        return trouble.strerror
    original = trouble.orig if isinstance(trouble, DBAPIError) and trouble.orig is not None else trouble
    return next(iter(str(original).strip().splitlines()), type(original).__name__)


def _code(trouble: Exception, reason: str) -> str:
    if isinstance(trouble, OSError) and trouble.errno == errno.EROFS:
        return "SQLITE_READONLY"
    original = trouble.orig if isinstance(trouble, DBAPIError) else trouble
    named = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    if named:
        return str(named)
    if isinstance(original, sqlite3.Error) or not isinstance(trouble, DBAPIError):
        return ""
    words = next((code for words, code in _BY_WORDS if words in reason), "")
    lost = trouble.connection_invalidated or type(original).__name__ in {"OperationalError", "ConnectionTimeout"}
    return words or ("08" if lost else "")


def _without(secrets: tuple[str, ...], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return text
