"""A number that somebody edits where it counts nowhere is told, with where it would count."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from grader.cli import main
from tests.conftest import CourseWriter

QUICKLY = ("--isolation", "none")  # what is run here is ours
Grader = Callable[..., tuple[object, str, str]]


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Grader:
    courses.add("twice")
    courses.write("class/bob/twice.py", "def twice(x):\n    return 3 * x\n")
    monkeypatch.chdir(courses.root)

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, *(QUICKLY if arguments[0] in {"grade", "regrade"} else ())])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, " ".join(printed.err.split())

    assert "edited" not in run("grade", "class")[2]
    return run


def test_an_edit_in_the_results_is_told_and_written_over(grader: Grader, courses: CourseWriter) -> None:
    path = courses.root / "out" / "results.json"
    written = path.read_text()
    path.write_text(written.replace('"score": 0.0', '"score": 2.0'))
    assert path.read_text() != written

    exported = grader("export", "csv")
    assert "out/results.json was edited by hand: its criteria are exported, and change no grade" in exported[2]
    (courses.root / "table.csv").write_text("Student,ID,SIS Login ID,Section,Twice (1)\nBob,4021,bob,A,\n")
    filled = grader("export", "canvas", "--into", "table.csv", "--to", "filled.csv", "--dry-run")
    assert "out/results.json was edited by hand: its criteria are exported, and change no grade" in filled[2]
    code, _, err = grader("regrade")

    assert code == 0
    assert "out/results.json was edited by hand: that counts nowhere, and `grader regrade` writes it anew" in err
    assert "give points with `grader override`" in err
    assert path.read_text() == written
    assert "edited" not in grader("regrade")[2]
    assert "edited" not in grader("export", "csv")[2]


@pytest.mark.parametrize("text", ["", "xx{", "[]", '{"schema": "grader/results/1", "grades": [{}]}', "\udcff"])
def test_results_that_cannot_be_read_are_told_and_written_anew(
    grader: Grader, courses: CourseWriter, text: str
) -> None:
    path = courses.root / "out" / "results.json"
    written = path.read_bytes()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    exported, published, regraded = grader("export", "csv"), grader("publish"), grader("regrade")

    assert exported[0] == 2
    assert "is no results.json" in exported[2]
    assert "exported" not in exported[2]
    assert "run `grader regrade`, which writes it from the gradebook" in exported[2]
    for code, _, err in (published, regraded):
        assert code == 0
        assert "out/results.json was edited by hand: that counts nowhere, and `grader regrade` writes it anew" in err
    assert path.read_bytes() == written


def test_an_edit_in_the_gradebooks_table_is_told(grader: Grader, courses: CourseWriter) -> None:
    with closing(sqlite3.connect(courses.root / "out" / "gradebook.sqlite3")) as book, book:
        book.execute("UPDATE grades SET score = 2.0")

    for command in (("grade", "class"), ("regrade",), ("publish",)):
        code, _, err = grader(*command)
        assert code == 0
        assert "numbers in out/gradebook.sqlite3 were edited by hand, and count nowhere: bob, twice" in err
    assert '"score": 0.0' in (courses.root / "out" / "results.json").read_text()
