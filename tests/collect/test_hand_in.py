"""One file, whatever lies under its name: bytes of a regular file, or a sentence."""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from grader.collect.hand_in import listed, take_file
from grader.collect.places import OnDisk, Place, Unfit, inodes_below, kept_in
from grader.errors import StorageError
from grader.records import Limits, SourceKind, Status, Submission, TroubleKind
from grader.spool import Spool
from grader.words.hand_ins import trouble_sentence

# Forking a process with threads (those of a parallel test run, not of the grader) is warned of by newer Pythons.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

SMALL = Limits(source_kib=1, notebook_kib=2)
ROOT = os.geteuid() == 0


def take(path: Path, limits: Limits = SMALL) -> Submission:
    return take_file(path, student="ada", assignment="twice", limits=limits)


def written(path: Path, content: bytes = b"x = 1\n") -> Path:
    path.write_bytes(content)
    return path


def refusal(path: Path) -> str:
    taken = take(path)
    assert (taken.status, taken.source) == (Status.REJECTED, b"")
    return trouble_sentence(taken.trouble)


def test_the_bytes_of_a_file_are_taken_as_they_are(tmp_path):
    content = b"\xef\xbb\xbfx = '\xff\x00'\r\n"

    taken = take(written(tmp_path / "twice.py", content))

    assert taken == Submission("ada", "twice", "twice.py", SourceKind.PYTHON, content)


def test_a_notebook_is_known_by_its_name(tmp_path):
    assert take(written(tmp_path / "twice.ipynb", b"{}")).kind is SourceKind.NOTEBOOK


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"])
def test_an_empty_file_is_nothing_handed_in(tmp_path, content):
    taken = take(written(tmp_path / "twice.py", content))

    assert (taken.status, "empty" in trouble_sentence(taken.trouble)) == (Status.MISSING, True)


@pytest.mark.parametrize(("name", "most"), [("twice.py", 1024), ("twice.ipynb", 2048)])
def test_a_file_may_fill_its_limit_and_not_a_byte_more(tmp_path, name, most):
    path = tmp_path / name

    assert take(written(path, b"#" * most)).status is Status.GRADED
    assert f"larger than {most >> 10} KiB" in (written(path, b"#" * (most + 1)), refusal(path))[1]


def test_a_file_with_a_terabyte_of_nothing_costs_no_memory(tmp_path):
    path = written(tmp_path / "twice.py")
    os.truncate(path, 1 << 40)

    assert "larger" in refusal(path)


@pytest.mark.parametrize("target", ["other.py", "absent.py", "/etc/passwd", "."])
def test_a_link_is_refused_wherever_it_leads(tmp_path, target):
    written(tmp_path / "other.py")
    (tmp_path / "twice.py").symlink_to(target)

    assert "is a link" in refusal(tmp_path / "twice.py")


def test_a_second_name_of_a_file_is_as_good_as_the_first(tmp_path):
    (tmp_path / "twice.py").hardlink_to(written(tmp_path / "other.py"))

    assert take(tmp_path / "twice.py").status is Status.GRADED


def test_a_second_name_of_a_file_of_the_course_is_refused(tmp_path):
    (tmp_path / "reference" / "twice").mkdir(parents=True)
    solution = written(tmp_path / "reference" / "twice" / "solution.py")
    (tmp_path / "twice.py").hardlink_to(solution)

    with pytest.raises(Unfit) as raised:
        OnDisk(tmp_path / "twice.py", inodes_below(tmp_path / "reference")).read(1000)

    assert raised.value.trouble.kind is TroubleKind.OF_COURSE


def test_a_folder_is_refused_and_leaves_no_descriptor_open(tmp_path):
    (tmp_path / "twice.py").mkdir()
    before = os.dup(0)
    os.close(before)

    troubles = {refusal(tmp_path / "twice.py") for _ in range(3)}

    after = os.dup(0)
    os.close(after)
    assert (troubles, after) == ({"twice.py is no ordinary file. Hand in the file itself."}, before)


def test_a_pipe_nobody_writes_to_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "twice.py")

    assert "no ordinary file" in refusal(tmp_path / "twice.py")


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("twice.py")

        assert "cannot be read" in refusal(tmp_path / "twice.py")


@pytest.mark.skipif(ROOT, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    written(tmp_path / "twice.py").chmod(0)

    assert "cannot be read" in refusal(tmp_path / "twice.py")


def test_a_file_that_vanished_is_refused(tmp_path):
    assert "cannot be read" in refusal(tmp_path / "twice.py")


# --- listed without its bytes ------------------------------------------------------------------------------------


def test_what_is_listed_holds_no_bytes_and_reads_them_again(tmp_path):
    taken = take(written(tmp_path / "twice.py"))

    hand_in = listed(taken, OnDisk(tmp_path / "twice.py"))

    assert (hand_in.sha256, hand_in.size) == (taken.sha256, 6)
    assert hand_in.submission() == taken


@pytest.mark.parametrize("change", ["other bytes", "more bytes", "a link", "gone"])
def test_bytes_that_are_no_longer_those_that_were_listed_are_graded_again(tmp_path, change):
    path = written(tmp_path / "twice.py")
    hand_in = listed(take(path), OnDisk(path))
    path.unlink()
    if change == "a link":
        path.symlink_to(written(tmp_path / "other.py"))
    elif change != "gone":
        written(path, {"other bytes": b"x = 2\n", "more bytes": b"x = 1\n#"}[change])

    submission = hand_in.submission()

    assert (submission.status, submission.source) == (Status.REGRADE_NEEDED, b"")
    assert submission.trouble is not None
    assert (submission.trouble.kind, submission.trouble.name) == (TroubleKind.CHANGED, "twice.py")


def test_what_could_not_be_taken_is_listed_as_that(tmp_path):
    taken = take(written(tmp_path / "twice.py", b" "))

    assert listed(taken, OnDisk(tmp_path / "twice.py")).submission() == taken


def test_what_was_kept_is_given_back_also_to_a_process_that_was_forked(tmp_path):
    keep = kept_in(Spool("files"))
    places = [keep(data) for data in (b"one", b"", b"three" * 100_000)]

    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        read = list(pool.map(partial(_read, 1 << 20), places))

    assert read == [place.read(1 << 20) for place in places] == [b"one", b"", b"three" * 100_000]


def _read(most: int, place: Place) -> bytes:
    return place.read(most)


def test_a_disk_without_room_is_our_own_trouble(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))

    with pytest.raises(StorageError, match="cannot hold") as raised:
        Spool("files").keep(b"x")

    assert "TMPDIR" in raised.value.remedy
