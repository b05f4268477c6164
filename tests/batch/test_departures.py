"""One output folder for a whole course: no run loses what another one found, and who is gone is handed on no more."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from grader.cli import main
from tests.conftest import CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"
Run = Callable[..., str]


@pytest.fixture
def grader(capsys: Any, monkeypatch: pytest.MonkeyPatch, courses: CourseWriter) -> Run:
    """Runs a command line in a course of two assignments with hand-ins of ada and bob, and says what it prints."""
    for name in ("first", "second"):
        courses.add(name)
        for student in ("ada", "bob"):
            courses.write(f"submissions/{student}/{name}.py", RIGHT)
    monkeypatch.chdir(courses.root)

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as done:
            main([*arguments])
        said = capsys.readouterr()
        assert done.value.code == 0, said.err
        return str(said.out)

    return run


def grade(grader: Run, *more: str) -> None:
    grader("grade", "submissions", "--isolation", "none", "--quiet", *more)


def rows() -> dict[tuple[str, str], bool]:
    """Whether the student of each row of the results is there."""
    grades = json.loads(Path("out/results.json").read_bytes())["grades"]
    return {(row["student"], row["assignment"]): row["present"] for row in grades}


def test_a_run_for_one_assignment_keeps_what_is_known_of_the_other(grader):
    grade(grader, "--assignment", "first")
    grade(grader, "--assignment", "second")

    assert rows() == {(student, name): True for student in ("ada", "bob") for name in ("first", "second")}
    pages = {name: Path(f"out/class/{name}.html").read_text() for name in ("first", "second")}
    assert all(f"reports/{student}/{name}.html" in pages[name] for student, name in rows())
    assert all(f"staff/{student}/{name}.html" in Path("out/index.html").read_text() for student, name in rows())
    table = list(csv.DictReader(grader("export", "csv").splitlines()))
    assert {row["student"]: (row["first score"], row["second score"]) for row in table} == {
        "ada": ("2", "2"),
        "bob": ("2", "2"),
    }


def test_a_broken_assignment_keeps_nobody_from_the_grades_of_another(grader):
    grade(grader)
    Path("assignments/first/assignment.toml").write_text("broken")

    grade(grader, "--assignment", "second")

    assert len(rows()) == 4


def test_who_is_gone_stays_in_the_results_and_is_handed_on_no_more(grader):
    grade(grader)
    shutil.rmtree("submissions/bob")

    grade(grader, "--assignment", "first")

    assert rows() == {(student, name): student == "ada" for student in ("ada", "bob") for name in ("first", "second")}
    assert not [page for page in (Path("out/index.html"), *Path("out/class").iterdir()) if "bob" in page.read_text()]
    assert "bob" not in grader("export", "csv")
    assert [path.name for path in Path("out/reports").iterdir()] == ["ada"]
    left = Path("out/reports-of-students-who-left")
    assert sorted(str(path.relative_to(left)) for path in left.rglob("*.html")) == ["bob/first.html", "bob/second.html"]


def test_an_export_of_somebody_who_is_gone_says_so(grader, capsys):
    grade(grader)
    shutil.rmtree("submissions/bob")
    grade(grader)

    with pytest.raises(SystemExit) as done:
        main(["export", "csv", "--student", "bob"])

    assert done.value.code == 2
    assert "'bob' was not among the hand-ins of the last run" in capsys.readouterr().err


def test_who_comes_back_has_all_pages_again(grader):
    grade(grader)
    shutil.move("submissions/bob", "elsewhere")
    grade(grader)
    shutil.move("elsewhere", "submissions/bob")

    grade(grader, "--assignment", "first")

    assert set(rows().values()) == {True}
    assert sorted(path.name for path in Path("out/reports/bob").iterdir()) == ["first.html", "second.html"]
    assert not list(Path("out/reports-of-students-who-left").iterdir())


def test_who_is_gone_can_be_forgotten_and_stays_gone_when_others_are(grader):
    grade(grader)
    shutil.rmtree("submissions/bob")
    grade(grader)
    kept = rows()

    grader("forget", "ada")
    after = rows()
    grader("forget", "bob")

    assert after == {key: present for key, present in kept.items() if key[0] == "bob"}
    assert rows() == {}
    assert not [path for path in Path("out").rglob("*") if "bob" in path.name]


def test_the_pages_for_staff_lead_to_those_of_who_left_and_of_who_is_back(grader):
    def led_to() -> list[Path]:
        pages = Path("out/staff").rglob("*.html")
        links = [(page, link) for page in pages for link in re.findall('href="([^"#]+)"', page.read_text())]
        return [(page.parent / unquote(link)).resolve() for page, link in links if not link.startswith("http")]

    grade(grader)
    shutil.move("submissions/bob", "bob")
    grade(grader)
    left = led_to()
    dead = [path for path in left if not path.exists()]
    shutil.move("bob", "submissions/bob")
    grade(grader)

    assert dead == [path for path in led_to() if not path.exists()] == []
    assert any("reports-of-students-who-left/bob" in str(path) for path in left)
    assert not any("who-left" in str(path) for path in led_to())
