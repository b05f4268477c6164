"""A backup is a gradebook of its own, for its owner alone, and writes over nothing."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.gradebook.entries import Entry
from grader.gradebook.store import open_gradebook
from grader.records import Grade, Status

Grader = Callable[..., tuple[object, str]]


@pytest.fixture
def grader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Grader:
    """Runs a command beside a gradebook of one grade."""
    (tmp_path / "out").mkdir()
    book = open_gradebook(tmp_path / "out" / "gradebook.sqlite3")
    book.save([Entry(Grade("ada", "adam", Status.GRADED, 1.0, submission_sha256="a" * 64, rubric_sha256="b" * 64))])
    book.close()
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    return run


def test_it_holds_what_the_gradebook_held(grader: Grader, tmp_path: Path) -> None:
    code, said = grader("backup", "kept.sqlite3")

    assert code == 0
    assert said.startswith("kept.sqlite3: ")
    book = open_gradebook(tmp_path / "kept.sqlite3")
    assert list(book.latest()) == [("ada", "adam")]
    book.close()
    assert stat.S_IMODE((tmp_path / "kept.sqlite3").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("there",), "is there already"),
        (("nowhere/kept",), "there is no folder nowhere"),
        (("kept", "--out", "elsewhere"), "holds no gradebook"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written_over(
    grader: Grader, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "there").write_text("mine")

    code, told = grader("backup", *arguments)

    assert code == 2
    assert said in told
    assert (tmp_path / "there").read_text() == "mine"
