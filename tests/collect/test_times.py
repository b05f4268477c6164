"""When a hand-in was written is what its file or archive says."""

from __future__ import annotations

import io
import os
import struct
import tarfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.collect.archives.times import moment, time_in_zip
from grader.collect.classroom import collect
from grader.course.assignment import Assignment
from tests.conftest import CourseWriter

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECONDS = int(NOON.timestamp())
TWICE = "def twice(x):\n    return 2 * x\n"


@pytest.fixture
def twice(courses: CourseWriter) -> Assignment:
    return courses.add("twice")


def zipped(name: str, *, unix: bool) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo(name, time.localtime(SECONDS)[:6])
        if unix:
            info.date_time = (1999, 1, 1, 0, 0, 0)
            info.extra = b"\x01\x00\x00\x00" + struct.pack("<HHBI", 0x5455, 5, 1, SECONDS)
        archive.writestr(info, TWICE)
    return held.getvalue()


def times(submissions: Path, assignment: Assignment) -> list[datetime | None]:
    return [each.handed_in_at for each in collect(submissions, [assignment])]


def test_of_a_file_in_a_folder(tmp_path: Path, twice: Assignment) -> None:
    (tmp_path / "class" / "ada").mkdir(parents=True)
    path = tmp_path / "class" / "ada" / "twice.py"
    path.write_text(TWICE)
    os.utime(path, (SECONDS, SECONDS))

    assert times(tmp_path / "class", twice) == [NOON]


@pytest.mark.parametrize("unix", [True, False])
def test_of_a_file_in_a_zip_of_the_class(tmp_path: Path, twice: Assignment, unix: bool) -> None:
    (tmp_path / "class.zip").write_bytes(zipped("ada/twice.py", unix=unix))

    assert times(tmp_path / "class.zip", twice) == [NOON]


def test_of_a_file_in_a_tar_of_the_class(tmp_path: Path, twice: Assignment) -> None:
    with tarfile.open(tmp_path / "class.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("ada/twice.py")
        info.size, info.mtime = len(TWICE), SECONDS
        archive.addfile(info, io.BytesIO(TWICE.encode()))

    assert times(tmp_path / "class.tar.gz", twice) == [NOON]


def test_of_a_students_own_archive_it_is_when_that_was_made(tmp_path: Path, twice: Assignment) -> None:
    (tmp_path / "class" / "ada").mkdir(parents=True)
    path = tmp_path / "class" / "ada" / "twice.zip"
    path.write_bytes(zipped("twice.py", unix=False))
    os.utime(path, (SECONDS + 60, SECONDS + 60))

    (at,) = times(tmp_path / "class", twice)

    assert at is not None
    assert at.timestamp() == SECONDS + 60


@pytest.mark.parametrize(
    "extra", [b"", b"\x55\x54", b"\x55\x54\x05\x00\x01", b"\x55\x54\xff\xff\x01\x00", b"\xff\xff\x00\x00", b"\x00" * 9]
)
def test_extra_fields_that_are_cut_off_say_nothing(extra: bytes) -> None:
    info = zipfile.ZipInfo("a")
    info.extra = extra

    assert time_in_zip(info) is None


@pytest.mark.parametrize("seconds", [0, -5, 1e18, float("nan"), float("inf")])
def test_what_is_no_time_is_none(seconds: float) -> None:
    assert moment(seconds) is None


@pytest.mark.parametrize("date", [(1980, 0, 0, 0, 0, 0), (2026, 13, 40, 25, 61, 61), (2026, 2, 30, 0, 0, 0)])
def test_a_date_that_there_is_not_is_none(date: tuple[int, int, int, int, int, int]) -> None:
    info = zipfile.ZipInfo("a")
    info.date_time = date

    assert time_in_zip(info) is None
