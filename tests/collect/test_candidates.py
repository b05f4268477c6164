"""A student's own archive in the place of a file: the file in it, or a sentence that says what to do."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.collect.classroom import collect
from grader.course.folder import Assignment
from grader.records import SourceKind, Status, Submission
from grader.words.hand_ins import trouble_sentence
from tests.collect.packing import LINK, PACKERS, encrypted, tar_with, zip_with, zipped
from tests.conftest import CourseWriter

SOURCE = b"def twice(x):\n    return 2 * x\n"


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add()


@pytest.fixture
def hand_in_files(tmp_path: Path, assignment: Assignment) -> Callable[..., Submission]:
    """Makes ada's folder of some files, and collects it."""

    def make(**files: bytes) -> Submission:
        folder = tmp_path / "submissions" / "ada"
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        (hand_in,) = collect(folder.parent, [assignment])
        return hand_in.submission()

    return make


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("place", ["", "homework/", "./"])
def test_the_file_in_an_archive_is_taken(hand_in_files, kind, place):
    packed = PACKERS[kind]([(f"{place}twice.py", SOURCE), (f"{place}notes.txt", b"x"), ("__MACOSX/._twice.py", b"x")])

    submission = hand_in_files(**{f"twice.{kind}": packed})

    assert submission == Submission("ada", "twice", "twice.py", SourceKind.PYTHON, SOURCE)


def test_a_notebook_in_an_archive_is_taken_as_one(hand_in_files):
    assert hand_in_files(**{"twice.tgz": PACKERS["tar.gz"]([("twice.ipynb", b"{}")])}).kind is SourceKind.NOTEBOOK


def test_a_plain_file_goes_before_an_archive(hand_in_files):
    submission = hand_in_files(**{"twice.py": SOURCE, "twice.zip": b"anything"})

    assert (submission.status, submission.source) == (Status.GRADED, SOURCE)


REFUSED = {
    "two files": (zipped([("twice.py", b"x"), ("twice.ipynb", b"{}")]), "There are two files for twice"),
    "two places": (zipped([("twice.py", b"x"), ("old/twice.py", b"y")]), "There are two files for twice"),
    "one name twice": (zipped([("twice.py", b"x"), ("twice.py", b"y")]), "two files of one name"),
    "one name in two spellings": (zipped([("twice.py", b"x"), (".//twice.py", b"y")]), "two files of one name"),
    "a link": (zip_with("twice.py", LINK), "holds a link"),
    "a link elsewhere": (zip_with("data", LINK), "holds a link"),
    "out of it": (zipped([("../bob/twice.py", b"x"), ("twice.py", b"y")]), "leads out of it"),
    "a password": (encrypted([("twice.py", b"x")]), "encrypted. Pack it without a password"),
    "a bomb": (zipped([("twice.py", bytes(9 << 20))]), "as tightly as no code is"),
    "too large": (zipped([("twice.py", os.urandom(1 << 20) + b"x")]), "is larger than 1024 KiB"),
    "no archive": (b"hello", "is damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_archive_that_is_no_hand_in_is_refused_with_what_to_do(hand_in_files, case):
    packed, said = REFUSED[case]

    submission = hand_in_files(**{"twice.zip": packed})

    assert (submission.status, submission.source) == (Status.REJECTED, b"")
    assert said in trouble_sentence(submission.trouble)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_are_refused(hand_in_files, kind):
    submission = hand_in_files(**{"twice.tar.gz": tar_with("twice.py", kind, "/etc/passwd")})

    assert "no ordinary file" in trouble_sentence(submission.trouble)


ABSENT = {
    "nothing": ([], "or twice.ipynb."),
    "another name": ([("Twice.py", b"x")], "of another name"),
    "too deep": ([("a/b/twice.py", b"x")], "too deep"),
    "an archive in the archive": ([("twice.zip", zipped([("twice.py", b"x")]))], "in the archive: pack the file"),
    "an empty file": ([("twice.py", b" \n")], "twice.py is empty"),
}


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("case", ABSENT)
def test_an_archive_without_the_file_is_missing_and_says_what_there_is(hand_in_files, kind, case):
    files, said = ABSENT[case]

    submission = hand_in_files(**{f"twice.{kind}": PACKERS[kind](files)})

    assert (submission.status, said in trouble_sentence(submission.trouble)) == (Status.MISSING, True)


def test_two_archives_are_refused(hand_in_files):
    submission = hand_in_files(**{"twice.zip": zipped([("twice.py", b"x")]), "twice.tgz": b""})

    assert trouble_sentence(submission.trouble) == "There are two archives for twice: keep one of them."


def test_an_archive_larger_than_any_hand_in_is_not_read(hand_in_files):
    assert "is larger than 10240 KiB" in trouble_sentence(hand_in_files(**{"twice.zip": bytes((10 << 20) + 1)}).trouble)


@pytest.mark.parametrize("name", ["twice.rar", "twice.7z", "twice.tar.xz"])
def test_an_archive_of_another_kind_is_missing_and_says_which_are_read(hand_in_files, name):
    submission = hand_in_files(**{name: b"x"})

    assert (submission.status, ".zip or .tar.gz" in trouble_sentence(submission.trouble)) == (Status.MISSING, True)


def test_an_archive_of_another_name_is_told_to_be_renamed(hand_in_files):
    assert "rename it" in trouble_sentence(hand_in_files(**{"homework.zip": zipped([("twice.py", b"x")])}).trouble)


def test_a_link_to_an_archive_is_refused(tmp_path, assignment):
    (tmp_path / "elsewhere.zip").write_bytes(zipped([("twice.py", b"x")]))
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "twice.zip").symlink_to(tmp_path / "elsewhere.zip")

    (submission,) = collect(tmp_path / "submissions", [assignment])

    assert trouble_sentence(submission.trouble) == "twice.zip is a link. Hand in the file itself."
