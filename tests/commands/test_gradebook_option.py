"""The gradebook may be anywhere, in every command; a server that is not to be had is one sentence, and no password."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import click
import psycopg
import pytest

from grader.cli import COMMANDS, main
from grader.cli import grader as program
from grader.errors import GraderError
from tests.conftest import PUBLIC, CourseWriter
from tests.postgresql import Server
from tests.waiting import until

RIGHT = "def twice(x):\n    return 2 * x\n"
NEARLY = "def twice(x):\n    return 2.01 * x\n"
WIDER = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)")
SECRET = "sesame"  # a part of the server's password

Grader = Callable[..., tuple[object, str]]


def commands_below(name: str, command: click.Command) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {name: command}
    return {f"{name} {each}": below for each, below in command.commands.items()}


def test_every_command_that_has_an_output_folder_takes_a_gradebook() -> None:
    context = click.Context(program)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        found |= commands_below(name, command)
    takes = {name: {each.name for each in command.params} for name, command in found.items()}

    without = {name for name, names in takes.items() if "out" in names and "book" not in names}

    assert {name for name in takes if "book" in takes[name]} >= {
        "grade",
        "roster import",
        "override",
        "backup",
        "forget",
    }
    assert without <= {"release", "demo", "prepare"}  # which write a pack, a class that is made up, and no grade


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Grader:
    """Runs a command in a course with a class of two; its exit code and all that it printed."""
    courses.add("twice")
    for student, text in (("ada", RIGHT), ("bob", NEARLY)):
        courses.write(f"class/{student}/twice.py", text)
    courses.write("class.csv", "id,name\nada,Ada\nbob,Bob\ncyd,Cyd\n")
    monkeypatch.chdir(courses.root)

    def run(*arguments: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    return run


def everything(folder: Path) -> str:
    return "\n".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())


def test_a_class_lives_on_a_server_from_the_roster_to_the_last_copy(
    grader: Grader, courses: CourseWriter, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_GRADEBOOK", postgresql.new_database())
    said = [
        grader("roster", "import", "class.csv"),
        grader("grade", "class", "--isolation", "none"),
        grader("override", "bob", "twice", "any_number", "--points", "0.5", "--reason", "nearly"),
        grader("comment", "bob", "twice", "Come and see me."),
    ]
    courses.write("assignments/twice/test_public.py", WIDER)
    said += [
        grader("regrade", "--isolation", "none"),
        grader("diff"),
        grader("history", "bob"),
        grader("replay", "ada", "twice", "--isolation", "none"),
        grader("export", "csv", "--names"),
        grader("roster", "show"),
        grader("backup", "kept.sqlite3"),
        grader("forget", "cyd"),
        grader("diff", "--gradebook", "sqlite:///kept.sqlite3"),  # the option goes before the variable
    ]

    assert [code for code, _ in said] == [0] * len(said), said
    assert not list((courses.root / "out").glob("gradebook*"))
    rows = json.loads((courses.root / "out/results.json").read_text())["grades"]
    assert {row["student"]: row["score"] for row in rows} == {"ada": 2.0, "bob": 1.5}
    assert said[5][1] == said[-1][1]
    assert "bob, twice: 0 of 2 → 1.5 of 2 (+1.5)" in said[5][1]
    assert SECRET not in "".join(text for _, text in said) + everything(courses.root / "out")


def test_a_file_may_be_named_instead(grader: Grader, courses: CourseWriter) -> None:
    assert grader("grade", "class", "--isolation", "none", "--gradebook", "sqlite:///book.sqlite3")[0] == 0

    assert (courses.root / "book.sqlite3").stat().st_mode & 0o777 == 0o600
    assert not list((courses.root / "out").glob("gradebook*"))
    assert "twice.py" in grader("history", "ada", "--gradebook", "sqlite:///book.sqlite3")[1]
    code, said = grader("history", "ada", "--gradebook", "sqlite:///other.sqlite3")
    assert (code, "other.sqlite3 holds no gradebook" in said) == (2, True)
    assert not (courses.root / "other.sqlite3").exists()


READERS = (
    ("grade", "class"),
    ("roster", "show"),
    ("override", "ada", "twice", "three", "--points", "1", "--reason", "so"),
    ("regrade",),
    ("diff",),
    ("backup", "kept.sqlite3"),
    ("forget", "ada"),
)


@pytest.mark.parametrize("arguments", READERS, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("postgresql://ann:sesame@127.0.0.1:1/grades", 3, "postgresql://ann@127.0.0.1:1/grades cannot be reached"),
        ("postgresql://ann:sesame@/grades?host=/nowhere", 3, "cannot be reached"),
        ("postgresql://ann:sesame", 2, "cannot be read"),
        ("oracle://ann:sesame@db/grades", 2, "is kept in SQLite or PostgreSQL, and not in oracle"),
    ],
)
def test_what_cannot_be_reached_is_said_without_a_password_and_without_a_traceback(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], url: str, code: int, said: str
) -> None:
    monkeypatch.setenv("GRADER_GRADEBOOK", url)

    ended, told = grader(*arguments)
    with pytest.raises(GraderError) as caught:
        main(["--debug", *arguments])

    assert ended == code
    assert said in " ".join(told.split())
    assert "→" in told
    assert "Traceback" not in told
    assert SECRET not in told + "".join(traceback.format_exception(caught.value))


def test_a_student_is_forgotten_by_a_server_where_no_folder_is_left(
    grader: Grader, courses: CourseWriter, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_GRADEBOOK", postgresql.new_database())
    assert grader("grade", "class", "--isolation", "none", "--quiet")[0] == 0
    shutil.rmtree(courses.root / "out")

    code, said = grader("forget", "ada")

    assert (code, "1 grade in the gradebook" in said) == (0, True)
    assert not (courses.root / "out").exists()
    assert grader("history", "ada")[0] == 2
    assert grader("history", "bob")[0] == 0


def test_a_wrong_password_is_said_and_not_repeated(
    grader: Grader, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_GRADEBOOK", postgresql.url("postgres", password="sesame-0815"))

    for arguments in (("diff",), ("grade", "class", "--json")):
        code, said = grader(*arguments)
        assert (code, "does not let this user in" in said, SECRET in said) == (3, True, False)
        with pytest.raises(GraderError) as caught:
            main(["--debug", *arguments])
        assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_package_that_is_missing_names_its_extra(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    code, said = grader("diff", "--gradebook", "postgresql://ann:sesame@db/grades")

    assert code == 2
    assert 'pip install "descent-grader[postgres]"' in said


@pytest.mark.parametrize("as_json", [True, False])
def test_the_doctor_says_whether_the_gradebook_answers(
    grader: Grader, postgresql: Server, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    options = ("--json",) if as_json else ()
    monkeypatch.setattr("grader.doctor._layers", lambda: iter(()))
    monkeypatch.setattr("grader.doctor.TIERS", ())

    for url, said in (
        (postgresql.new_database(), "nothing is kept there yet"),
        ("postgresql://ann:sesame@127.0.0.1:1/grades", "cannot be reached"),
        ("mysql://ann:sesame@db/grades", "and not in mysql"),
    ):
        monkeypatch.setenv("GRADER_GRADEBOOK", url)
        _, told = grader("doctor", *options)
        assert said in " ".join(told.split())
        assert SECRET not in told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="grades in several processes")
def test_a_server_that_goes_away_in_the_middle_costs_no_grade_that_was_kept(
    courses: CourseWriter, postgresql: Server
) -> None:
    courses.add("twice")
    for number in range(44):
        courses.write(f"class/s{number:02}/twice.py", f"import time\ntime.sleep(0.05)\n{RIGHT}")
    url = postgresql.new_database()
    command = [sys.executable, "-m", "grader", "grade", "class", "--isolation", "none", "--jobs", "2", "--json"]
    environment = os.environ | {"GRADER_GRADEBOOK": url, "OPENBLAS_NUM_THREADS": "1"}

    def start() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=courses.root, env=environment, stdout=pipe, stderr=pipe, text=True)

    running = start()
    until_it_holds(lambda: kept(url) >= 32, running)
    postgresql.stop()
    try:
        out, err = running.communicate(timeout=60)
    finally:
        postgresql.start()
    before = kept(url)
    again = start()
    out_again, err_again = again.communicate(timeout=60)

    assert (running.returncode, out) == (3, "")
    assert [line[:4] for line in err.splitlines() if line[:4] != "rubr"] == ["Erro", "  → "]
    assert "cannot be reached" in err
    assert before == 32
    assert (again.returncode, err_again) == (0, "")
    assert {row["score"] for row in json.loads(out_again)["grades"]} == {2.0}
    assert kept(url) == 44
    assert SECRET not in err + out_again


def until_it_holds(condition: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    until(lambda: condition() or running.poll() is not None)
    assert running.poll() is None, running.communicate()


def kept(url: str) -> int:
    """How many grades a server keeps."""
    with psycopg.connect(url) as connection:
        try:
            row = connection.execute("SELECT count(*) FROM grades").fetchone()
        except psycopg.errors.UndefinedTable:
            return 0
    return 0 if row is None else int(row[0])
