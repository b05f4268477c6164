"""Where a gradebook is: a SQLite file, or a PostgreSQL database.  A password is no part of anything that is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from grader.errors import UsageError
from grader.installation import missing_package
from grader.safe_text import visible

_HOW = "write postgresql://USER:PASSWORD@HOST/DATABASE, or sqlite:///FILE"
_POSTGRESQL = {"postgresql", "postgres", "postgresql+psycopg"}
_SHOWN_SETTINGS = ("host", "port", "user", "dbname")  # of a URL's query; a password may be among the others


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """The place of a gradebook.  As text it is a path, or a URL without its password."""

    url: URL

    @classmethod
    def of_file(cls, path: Path) -> Address:
        """A SQLite file."""
        return cls(URL.create("sqlite", database=str(path)))

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a server's database."""
        return Path(self.url.database or "") if self.url.drivername == "sqlite" else None

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that may belong to it while it is open, or after a process was killed; none of a server's."""
        return () if self.file is None else (self.file, *(Path(f"{self.file}{end}") for end in SIDECARS))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may hold: the password, as it is and as it was written."""
        query = self.url.query.get("password", ())
        given = [self.url.password or "", *((query,) if isinstance(query, str) else query)]
        written = re.search(r":([^:@]*)@", self.url.render_as_string(hide_password=False))
        return tuple(each for each in (*given, written[1] if written else "") if each)

    @property
    def shown_url(self) -> str:
        """As a command takes it, but for a password, which the server then asks for elsewhere."""
        return str(self) if self.file is None else f"sqlite:///{self.file}"

    def __str__(self) -> str:
        if self.file is not None:
            return str(self.file)
        settings = {name: value for name, value in self.url.query.items() if name in _SHOWN_SETTINGS}
        shown = URL.create(
            "postgresql", self.url.username, None, self.url.host, self.url.port, self.url.database, settings
        )
        return visible(shown.render_as_string(), 300)

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"


SIDECARS = ("-wal", "-shm", "-journal")  # what SQLite puts beside a file


def read_address(text: str) -> Address:
    """The address that a URL names.  Raises `UsageError`, which does not repeat it: it may hold a password."""
    dialect, separator, rest = text.strip().partition("://")
    if not separator:
        raise UsageError("the address of the gradebook is no URL", remedy=_HOW)
    if dialect not in {"sqlite", *_POSTGRESQL}:
        named = visible(dialect, 40) if re.fullmatch(r"[\w+.-]+", dialect) else "something else"
        raise UsageError(f"a gradebook is kept in SQLite or PostgreSQL, and not in {named}", remedy=_HOW)
    if rest.partition("?")[0].count("@") > 1:  # what follows the first would be taken for the host, and be shown
        raise UsageError(
            "the address of the gradebook has more than one @",
            remedy="write an @ in a password as %40, a / as %2F, a : as %3A and a % as %25",
        )
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise UsageError("the address of the gradebook cannot be read", remedy=_HOW) from None
    return Address(_file_alone(url) if dialect == "sqlite" else _with_driver(url))


def _file_alone(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.host or url.username or url.query:
        raise UsageError("the address of the gradebook names no file", remedy="write sqlite:///FILE and no more")
    return url


def _with_driver(url: URL) -> URL:
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra, which only such an address needs
    except ModuleNotFoundError:
        raise missing_package("psycopg") or AssertionError from None
    except ImportError:  # it is there, and the library that it speaks through is not
        raise UsageError(
            "the package psycopg finds no libpq on this machine", remedy='install it: pip install "psycopg[binary]"'
        ) from None
    if not url.database and "dbname" not in url.query:
        raise UsageError("the address of the gradebook names no database", remedy=_HOW)
    return url.set(drivername="postgresql+psycopg")
