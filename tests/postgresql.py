"""A PostgreSQL server of the tests' own, in a folder of its own: for one process, and gone with it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from grader.gradebook.schema import HEAD, metadata
from grader.gradebook.store import open_gradebook

USER, PASSWORD = "grader", "sesame-4711"
_PATIENCE = 30.0  # seconds until a test gives up on the server
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "30",
    "listen_addresses": "",
    "autovacuum": "off",
}


def why_not_here() -> str:
    """Why no server can be had; empty if one can."""
    if _program("initdb") is None or _program("postgres") is None:
        return "PostgreSQL is not installed"
    return ""


def _program(name: str) -> str | None:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(newest[-1]) if newest else shutil.which(name)


class Server:
    """One server, reached by a socket in its folder, with a password."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grader-postgresql-", dir="/tmp"))  # short: it is a socket's name
        self._numbers = itertools.count()
        self._free: list[str] = []
        self._as: dict[str, object] = {}
        if os.geteuid() == 0:  # the server refuses to run as root
            who = next(each for name in ("postgres", "nobody") for each in pwd.getpwall() if each.pw_name == name)
            os.chown(self.folder, who.pw_uid, who.pw_gid)
            self._as = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        made = self._run(
            *("initdb", "--pgdata", str(self.folder / "data"), "--username", USER, "--pwfile", str(secret)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        )
        if made.wait(_PATIENCE):
            raise RuntimeError(f"initdb failed: {(self.folder / 'log').read_text(errors='replace')}")
        self.start()

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
                [_program(program), *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as,
            )

    def start(self) -> None:
        """Have it run, and wait until it answers."""
        settings = [f"-c{name}={value}" for name, value in _QUICK.items()]
        self._server = self._run("postgres", "-D", str(self.folder / "data"), "-k", str(self.folder), *settings)
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > end or self._server.poll() is not None:
                    raise
                time.sleep(0.02)

    def stop(self) -> None:
        """End it at once, whoever is connected."""
        if self._server.poll() is None:
            self._server.send_signal(3)  # SIGQUIT: an immediate shutdown
            self._server.wait(_PATIENCE)

    def remove(self) -> None:
        """End it for good."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, *, password: str = PASSWORD) -> str:
        """The address of a database."""
        return f"postgresql://{USER}:{password}@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"book_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def new_gradebook(self) -> str:
        """The URL of an empty gradebook: one that a test has left, where there is one."""
        if self._free:
            return self._free.pop()
        made = self.new_database()
        open_gradebook(made).close()
        return made

    def take_back(self, url: str) -> None:
        """Empty a gradebook for another test, or drop what is none any more: a database is three hundred files."""
        name = url.partition("@/")[2].partition("?")[0]
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                if connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]:
                    connection.execute("SET lock_timeout = '1s'")
                    connection.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY".encode())
                    self._free.append(url)
                    return
        except psycopg.Error:
            pass
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Do one thing, outside of transactions."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def files_with(self, word: bytes) -> list[str]:
        """Files of tables that hold some bytes; the server's own log is not among them."""
        return [each.name for each in (self.folder / "data/base").glob("*/*") if word in each.read_bytes()]
