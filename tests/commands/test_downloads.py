"""A download from a learning platform is graded as it is, and shown first where that is asked for."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from tests.conftest import CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"

Grader = Callable[..., tuple[object, str, str]]


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Grader:
    courses.add("twice")
    monkeypatch.chdir(courses.root)
    with zipfile.ZipFile("submissions.zip", "w") as out:
        out.writestr("doejane_LATE_4021_778899_twice.py", RIGHT)
        out.writestr("mullerzoe_4023_778901_twice.py", RIGHT.replace("2", "3"))

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


def test_it_is_graded_as_it_was_downloaded(grader: Grader, courses: CourseWriter) -> None:
    code, _, err = grader("grade", "submissions.zip")

    assert code == 0
    assert "a download from Canvas: 2 people" in err
    grades = json.loads((courses.root / "out" / "results.json").read_text())["grades"]
    assert {each["student"]: each["score"] for each in grades} == {"4021": 2.0, "4023": 0.0}
    page = (courses.root / "out" / "reports" / "4021" / "twice.html").read_text()
    assert "The place where it was handed in marks it as late." in page


def test_a_dry_run_shows_who_what_and_when_and_grades_nothing(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class.csv", "netid,name,ID\njdoe,Jane Doe,4021\n")
    assert grader("roster", "import", "class.csv")[0] == 0

    code, out, _ = grader("grade", "submissions.zip", "--dry-run")

    assert code == 0
    assert "jdoe" in out
    assert "4023" in out
    assert "late." in out
    assert not (courses.root / "out" / "results.json").exists()


def test_a_roster_leads_from_the_places_number_to_the_person(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class.csv", 'SIS Login ID,Student,ID\njdoe,"Doe, Jane",4021\nzoe,"Müller, Zoë",4023\n')
    assert grader("roster", "import", "class.csv")[0] == 0

    assert grader("grade", "submissions.zip")[0] == 0

    grades = json.loads((courses.root / "out" / "results.json").read_text())["grades"]
    assert [each["student"] for each in grades] == ["jdoe", "zoe"]
    assert Path("out/reports/jdoe/twice.html").exists()


def test_a_layout_that_there_is_not_is_refused(grader: Grader) -> None:
    code, _, err = grader("grade", "submissions.zip", "--layout", "moddle")

    assert code == 2
    assert "moodle" in err
