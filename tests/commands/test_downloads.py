"""A download from a learning platform is graded as it is, and shown first where that is asked for."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    courses.add("twice")
    monkeypatch.chdir(courses.root)
    with zipfile.ZipFile("submissions.zip", "w") as out:
        out.writestr("doejane_LATE_4021_778899_twice.py", RIGHT)
        out.writestr("mullerzoe_4023_778901_twice.py", RIGHT.replace("2", "3"))

    return command_line


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

    code, out, err = grader("grade", "submissions.zip", "--dry-run")

    assert code == 0
    assert "not on the roster: 4023" in err
    assert "jdoe" in out
    assert "4023" in out
    assert "late." in out
    assert not (courses.root / "out" / "results.json").exists()


def test_a_dry_run_as_json_is_one_document(grader: Grader, courses: CourseWriter) -> None:
    code, out, err = grader("grade", "submissions.zip", "--dry-run", "--json")

    document = json.loads(out)
    assert code == 0
    assert "Canvas" in err
    assert document["schema"] == "grader-hand-ins/1"
    assert [each["student"] for each in document["hand_ins"]] == ["4021", "4023"]
    assert {each["filename"] for each in document["hand_ins"]} == {"twice.py"}
    assert any("late" in each["message"] for each in document["hand_ins"])
    assert not (courses.root / "out" / "results.json").exists()


@pytest.mark.parametrize("columns", [80, 200])
def test_a_dry_run_can_be_read_whatever_the_terminals_width(
    grader: Grader, courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    courses.add("a_rather_long_name")
    monkeypatch.setenv("COLUMNS", str(columns))

    every = grader("grade", "submissions.zip", "--dry-run")[1]
    one = grader("grade", "submissions.zip", "--dry-run", "--assignment", "twice")[1]

    lines = every.splitlines()
    assert sum("4021" in line and "a_rather_long_name" in line for line in lines) == {80: 2, 200: 1}[columns]
    assert sum("mullerzoe" in line for line in lines) == 2
    remark = "The place where it was handed in marks it as late."
    assert any(line.startswith(f"4021, twice: {remark}") if columns == 80 else remark in line for line in lines)
    assert "assignment" in lines[1]
    assert "assignment" not in one.splitlines()[1]  # it is the same for all


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


def test_a_class_goes_from_canvas_and_back_with_canvass_own_ids(grader: Grader, courses: CourseWriter) -> None:
    head = "\ufeffStudent,ID,SIS Login ID,Section,Twice (987)\r\n    Points Possible,,,,2\r\n"
    people = '"Doe, Jane",4021,jdoe,A,\r\n"Müller, Zoë",4023,zoe,A,1\r\n"Ng, Li",4025,li,A,\r\n'
    (courses.root / "grades.csv").write_text(head + people, newline="")
    assert grader("roster", "import", "grades.csv")[0] == 0
    assert grader("grade", "submissions.zip")[0] == 0
    filling = ("export", "canvas", "--assignment", "twice", "--into", "grades.csv")

    tried = grader(*filling, "--dry-run")
    code, _, err = grader(*filling, "--to", "filled.csv")

    assert (tried[0], code) == (0, 0)
    assert tried[2] == err
    assert "1 new, 1 changed, 0 as before, 0 locked, 1 without a grade, 0 without a row" in err
    assert "changed: Müller, Zoë, 4023: 1 → 0" in err
    filled = (courses.root / "filled.csv").read_bytes().decode()
    assert filled == head + people.replace("jdoe,A,", "jdoe,A,2").replace("zoe,A,1", "zoe,A,0")


def test_a_class_goes_from_moodle_and_back_with_moodles_own_ids(grader: Grader, courses: CourseWriter) -> None:
    with zipfile.ZipFile("moodle.zip", "w") as out:
        out.writestr("Jane Doe_1234_assignsubmission_file/twice.py", RIGHT)
        out.writestr("Zoë Müller_1236_assignsubmission_file/twice.py", RIGHT.replace("2", "3"))
    sheet = "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\n"
    sheet += "Participant 1234,Jane Doe,,2.00,Yes,-,\nParticipant 1236,Zoë Müller,,2.00,Yes,-,\n"
    courses.write("worksheet.csv", sheet)

    assert grader("grade", "moodle.zip")[0] == 0
    filling = ("export", "moodle", "--assignment", "twice", "--into", "worksheet.csv", "--to", "filled.csv")
    assert grader(*filling)[0] == 0

    filled = (courses.root / "filled.csv").read_text()
    assert "Participant 1234,Jane Doe,2,2.00,Yes,-,2 of 2 criteria passed." in filled
    assert "Participant 1236,Zoë Müller,0,2.00,Yes,-,0 of 2 criteria passed." in filled


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("canvas",), "canvas needs what the place gave out"),
        (("csv", "--into", "x.csv"), "csv is filled into no table"),
        (("canvas", "--into", "nothing.csv"), "cannot be read"),
        (("canvas", "--into", "submissions.zip"), "Error"),
    ],
)
def test_a_table_that_cannot_be_filled_is_said_in_a_sentence(
    grader: Grader, arguments: tuple[str, ...], said: str
) -> None:
    grader("grade", "submissions.zip")

    code, _, err = grader("export", *arguments)

    assert code == 2
    assert said in " ".join(err.split())
    assert not Path("filled.csv").exists()


def test_attempts_of_one_download_are_in_the_history_and_the_newest_counts(
    grader: Grader, courses: CourseWriter
) -> None:
    with zipfile.ZipFile("attempts.zip", "w") as out:
        for day, text in ((1, "def twice(x):\n    return x\n"), (2, RIGHT.replace("2", "3")), (3, RIGHT)):
            for who in ("jdoe", "zoe_k"):
                at = f"2026-03-0{day}-10-00-00"
                out.writestr(f"Twice_{who}_attempt_{at}.txt", f"Name: Somebody ({who})\nDate Submitted: x\n")
                out.writestr(f"Twice_{who}_attempt_{at}_twice.py", text)

    assert grader("grade", "attempts.zip")[0] == 0
    again = grader("grade", "attempts.zip")
    code, history, _ = grader("history", "zoe_k")

    assert (code, again[0]) == (0, 0)
    assert "2 kept from before" in again[1]
    grades = json.loads((courses.root / "out" / "results.json").read_text())["grades"]
    assert {each["student"]: each["score"] for each in grades} == {"jdoe": 2.0, "zoe_k": 2.0}
    assert all(f"2026-03-0{day}" in history for day in (1, 2, 3))


def test_the_best_of_the_attempts_in_one_download_may_count(grader: Grader, courses: CourseWriter) -> None:
    toml = courses.root / "assignments" / "twice" / "assignment.toml"
    toml.write_text(toml.read_text() + '\n[attempts]\ncounts = "best"\n')
    with zipfile.ZipFile("attempts.zip", "w") as out:
        for day, text in ((1, RIGHT), (2, RIGHT.replace("2", "3"))):
            out.writestr(f"Twice_jdoe_attempt_2026-03-0{day}-10-00-00_twice.py", text)

    assert grader("grade", "attempts.zip")[0] == 0

    grades = json.loads((courses.root / "out" / "results.json").read_text())["grades"]
    assert [each["score"] for each in grades] == [2.0]
