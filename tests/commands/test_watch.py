"""`grader check --watch` as a program that runs beside an editor."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.sandbox.base import Backend
from tests.conftest import CourseWriter
from tests.packs import pack_of

RIGHT = "def twice(x):\n    return 2 * x\n"
WRONG = "def twice(x):\n    return 3 * x\n"
_PATIENCE = 60  # seconds; a machine may be busy
_ENDED_BY_A_BREAK = 130


class Watching:
    """The program with all that it has said so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from grader.cli import main; main()", "check", "--watch", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.said += line

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()

    def waits(self, rounds: int) -> str:
        """What was said until it waits for a save the so-many-th time."""
        end = time.monotonic() + _PATIENCE
        while self.said.count("Watching your files") < rounds:
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.02)
        return self.said.split("Watching your files")[rounds - 1]


@pytest.fixture
def watch(courses: CourseWriter, backend: Backend, tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []
    folder = pack_of(courses, backend, tmp_path / "pack")

    def start(*arguments: str, source: str | None = WRONG) -> Watching:
        if source is not None:
            (folder / "twice.py").write_text(source)
        started.append(Watching(folder, "--isolation", "none", *arguments))
        return started[-1]

    yield start
    for each in started:
        each.end()


def test_every_save_is_checked_and_told_apart_from_the_one_before(watch, tmp_path):
    watching = watch("twice")
    first = watching.waits(1)
    (tmp_path / "pack" / "twice.py").write_text(RIGHT)
    second = watching.waits(2)

    assert "0 of 1 public points" in first
    assert "======== saved at " in second
    assert "1 of 1 public points" in second
    assert "1 more than before." in second


def test_a_file_that_an_editor_puts_in_the_place_of_the_old_one_is_seen(watch, tmp_path):
    watching = watch()
    watching.waits(1)
    file = tmp_path / "pack" / "twice.py"
    file.rename(file.with_name("twice.py~"))
    time.sleep(0.1)
    (tmp_path / "pack" / ".twice.py.new").write_text(RIGHT)
    (tmp_path / "pack" / ".twice.py.new").rename(file)

    assert "1 of 1 public points" in watching.waits(2)


def test_a_file_that_does_not_load_or_is_not_there_is_said_and_waited_for(watch, tmp_path):
    watching = watch("twice", source=None)
    first = watching.waits(1)
    (tmp_path / "pack" / "twice.py").write_text("def twice(x:\n")
    second = watching.waits(2)
    (tmp_path / "pack" / "twice.py").unlink()
    third = watching.waits(3)
    (tmp_path / "pack" / "twice.py").write_text(RIGHT)

    assert "there is no file twice.py" in first
    assert "is not valid Python" in second
    assert "there is no file twice.py" in third
    assert "1 of 1 public points" in watching.waits(4)


def test_a_rubric_that_is_damaged_meanwhile_ends_nothing(watch, tmp_path):
    watching = watch()
    watching.waits(1)
    answers = tmp_path / "pack" / "assignments" / "twice" / "answers.msgpack"
    whole = answers.read_bytes()
    answers.write_bytes(b"x")
    (tmp_path / "pack" / "twice.py").write_text(RIGHT)
    broken = watching.waits(2)
    answers.write_bytes(whole)
    (tmp_path / "pack" / "twice.py").write_text(RIGHT + "\n")

    assert "cannot be read" in broken
    assert "1 of 1 public points" in watching.waits(3)


def test_of_several_files_the_one_that_was_saved_is_checked(watch, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(pack / "assignments" / "twice", pack / "assignments" / "double")
    (pack / "double.py").write_text(RIGHT)
    watching = watch()
    first = watching.waits(1)
    (pack / "double.py").write_text(WRONG)
    second = watching.waits(2)
    (pack / "twice.py").write_text(RIGHT)
    third = watching.waits(3)

    assert [("(double)" in each, "(twice)" in each) for each in (first, second, third)] == [
        (True, True),
        (True, False),
        (False, True),
    ]


def test_the_page_is_written_anew_with_every_save(watch, tmp_path):
    watching = watch("--report", "page.html")
    watching.waits(1)
    before = (tmp_path / "pack" / "page.html").read_text(encoding="utf-8")
    (tmp_path / "pack" / "twice.py").write_text(RIGHT)
    watching.waits(2)

    assert "Everything passed" in (tmp_path / "pack" / "page.html").read_text(encoding="utf-8")
    assert "Everything passed" not in before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for one process alone")
def test_a_break_ends_it_with_130_and_no_traceback(watch):
    watching = watch()
    watching.waits(1)
    watching.process.send_signal(signal.SIGINT)

    assert watching.process.wait(_PATIENCE) == _ENDED_BY_A_BREAK
    watching.reader.join()
    assert "Traceback" not in watching.said


def test_a_name_that_is_not_known_is_not_waited_for(watch):
    watching = watch("twise")

    assert watching.process.wait(_PATIENCE) == 2


def test_what_is_for_machines_is_not_watched(watch):
    watching = watch("--json")

    assert watching.process.wait(_PATIENCE) == 2
