"""`grader explore` serves the explore page and the student's files, to whoever knows the key, and nothing else."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cli import main
from tests.whole_course import COURSE

FIRST_LINE = re.compile(r"http://127\.0\.0\.1:(\d+)/explore\.html\?folder=([\w-]{16,})(#\S+)?  \(Ctrl\+C ends it\)")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack as far as this command looks into it."""
    for each in COURSE.assignments():
        place = tmp_path / "assignments" / each.id
        place.mkdir(parents=True)
        for name in ("assignment.toml", "statement.md", "stub.py", "test_public.py", "presets.toml"):
            (place / name).write_bytes((each.folder / name).read_bytes())
    (tmp_path / "web").mkdir()
    for name in ("index.html", "explore.html"):
        (tmp_path / "web" / name).write_text(f"<h1>{name}</h1>")
    return tmp_path


class Running:
    """The program, and what may be asked of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.first = process.stdout.readline().strip()
        found = FIRST_LINE.fullmatch(self.first)
        assert found is not None, self.first
        self.port, self.key, self.link = int(found[1]), found[2], found[3]
        self.process = process

    def ask(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        answer = connection.getresponse()
        said = answer.status, answer.read().decode()
        connection.close()
        return said


@pytest.fixture
def running(pack: Path) -> Iterator[Running]:
    begun = subprocess.Popen(
        [sys.executable, "-m", "grader", "explore", "sgd_step", "--no-browser"],
        cwd=pack,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with begun:
        try:
            yield Running(begun)
        finally:
            begun.send_signal(signal.SIGINT)
            begun.wait(20)


def test_the_students_files_are_served_under_a_key_while_they_come_and_go(running: Running, pack: Path) -> None:
    place = f"/own/{running.key}/momentum_step.py"

    assert running.link == "#preset=ball_on_the_sine"
    assert running.ask("/explore.html") == (200, "<h1>explore.html</h1>")
    assert running.ask(place)[0] == 404
    (pack / "momentum_step.py").write_text("one = 1\n")
    assert running.ask(place) == (200, "one = 1\n")
    (pack / "momentum_step.py").write_text("two = 2\n")
    assert running.ask(place) == (200, "two = 2\n")


def test_nothing_else_is_served_and_nobody_elses_page_may_ask(running: Running, pack: Path) -> None:
    (pack / "momentum_step.py").write_text("one = 1\n")
    (pack / "notes.txt").write_text("mine")
    (pack / "optimizer_comparison.py").symlink_to(pack / "notes.txt")

    for path in ("/momentum_step.py", "/own/momentum_step.py", "/own/other-key-of-16-chars/momentum_step.py"):
        assert running.ask(path)[0] == 404
    for name in ("notes.txt", "../notes.txt", "optimizer_comparison.py", ""):
        assert running.ask(f"/own/{running.key}/{name}")[0] == 404
    assert running.ask(f"/own/{running.key}/momentum_step.py", "example.org")[0] == 403


@pytest.mark.parametrize(
    ("arguments", "missing", "said"),
    [
        ((), "explore.html", "has a demonstration to explore → `grader web` serves the pages that there are"),
        ((), "[ei]*.html", "has no web site with an explore page"),
        (("momentun",), "", "there is no assignment, function or criterion 'momentun'"),
        (("momentum_step",), "presets.toml", "there is no demonstration of momentum_step"),
    ],
)
def test_what_cannot_be_shown_is_said_with_what_to_do(
    pack: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    missing: str,
    said: str,
) -> None:
    monkeypatch.chdir(pack)
    for path in pack.rglob(missing) if missing else ():
        path.unlink()

    with pytest.raises(SystemExit) as ended:
        main(["explore", "--no-browser", *arguments])

    assert ended.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())
