"""Where a gradebook is: what may be named, and that a password is shown nowhere."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from grader.errors import GraderError, StorageError, UsageError
from grader.gradebook.address import Address, read_address
from grader.gradebook.store import open_gradebook
from tests.postgresql import Server

SECRET = "sesame"  # a part of every password below


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///out/book.sqlite3", "out/book.sqlite3"),
        ("sqlite:////srv/book.sqlite3", "/srv/book.sqlite3"),
        ("postgresql://ann:sesame@db.example.org:5433/grades", "postgresql://ann@db.example.org:5433/grades"),
        ("postgres://ann:sesame%40%2F@db/grades", "postgresql://ann@db/grades"),
        ("postgresql+psycopg://db/grades", "postgresql://db/grades"),
        ("postgresql:///grades?host=/run/pg&password=sesame&sslmode=require", "postgresql:///grades?host=%2Frun%2Fpg"),
        ("  postgresql://db/grades\n", "postgresql://db/grades"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    address = read_address(url)

    assert str(address) == shown
    assert SECRET not in repr(address)
    assert SECRET not in f"{[address]}"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("grades.sqlite3", "is no URL"),
        ("sesame", "is no URL"),
        ("mysql://ann:sesame@db/grades", "and not in mysql"),
        ("ann:sesame@db://grades", "and not in something else"),
        ("postgresql://ann:se@same@db/grades", "more than one @"),
        ("postgresql://ann:sesame/grades", "cannot be read"),  # where a port stands
        ("postgresql://ann:sesame@db", "names no database"),
        ("postgresql://[sesame", "names no database"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://ann:sesame@/book", "names no file"),
        ("sqlite:///book?password=sesame", "names no file"),
    ],
)
def test_what_is_no_address_is_said_without_repeating_it(given: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        read_address(given)

    told = "".join(traceback.format_exception(caught.value))
    assert caught.value.remedy
    assert SECRET not in told
    assert SECRET not in caught.value.problem + caught.value.remedy


def trouble_with(url: str) -> StorageError:
    with pytest.raises(StorageError) as caught:
        open_gradebook(url)
    return caught.value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("sesame-4711", "sesame-0815"), "does not let this user in"),
        (("sesame-4711", "sesame%2F%25"), "does not let this user in"),
        (("grader:", "nobody:"), "does not let this user in"),
        (("grader:sesame-4711", "nobody"), "does not let this user in"),
        (("/postgres?", "/nowhere?"), "is not there"),
        (("host=/", "host=/nowhere/"), "cannot be reached"),
        (("@/", "@127.0.0.1:1/"), "cannot be reached"),
    ],
)
def test_a_server_that_refuses_is_said_and_no_password_with_it(
    postgresql: Server, change: tuple[str, str], said: str
) -> None:
    url = postgresql.url("postgres").replace(*change)
    if "127.0.0.1" in url:
        url = url.partition("?")[0]

    trouble = trouble_with(url)

    told = "".join(traceback.format_exception(trouble)) + trouble.problem + trouble.remedy
    assert said in trouble.problem
    assert "→" not in trouble.problem
    assert not [word for word in ("sesame", "0815", "/%", "%2F%25") if word in told]


def test_a_setting_that_the_server_does_not_know_is_said_without_the_password(postgresql: Server) -> None:
    trouble = trouble_with(postgresql.url("postgres") + "&sslmode=nonsense")

    assert isinstance(trouble, GraderError)
    assert SECRET not in "".join(traceback.format_exception(trouble)) + trouble.problem


def test_a_file_has_a_log_beside_it_and_a_server_has_none(tmp_path: Path) -> None:
    book = tmp_path / "book"

    assert {path.name for path in Address.of_file(book).files} == {"book", "book-wal", "book-shm", "book-journal"}
    assert read_address("postgresql://db/grades").files == ()
