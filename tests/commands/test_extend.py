"""Late work loses what its assignment says, with the arithmetic on the page, and an extension gives it back."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import TOML, CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"
DUE = datetime.fromisoformat("2026-11-20T23:59:00+01:00")
LATE = "due = 2026-11-20T23:59:00+01:00\nlate = { percent = 10, most_percent = 50 }\n"

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    """Runs a command in a course of which ada is in time, bob half a day late and cyd eight days."""
    courses.add("twice", toml=TOML + LATE)
    for student, hours in (("ada", -1), ("bob", 12), ("cyd", 8 * 24)):
        path = courses.write(f"class/{student}/twice.py", RIGHT)
        moment = DUE.timestamp() + 3600 * hours
        os.utime(path, (moment, moment))
    monkeypatch.chdir(courses.root)

    assert command_line("grade", "class", "--quiet")[0] == 0
    return command_line


def scores(root: Path) -> dict[str, float]:
    document = json.loads((root / "out" / "results.json").read_text())
    return {grade["student"]: grade["score"] for grade in document["grades"]}


def page(root: Path, student: str) -> str:
    return (root / "out" / "reports" / student / "twice.html").read_text()


def test_each_day_takes_its_share_and_the_page_says_how(grader: Grader, courses: CourseWriter) -> None:
    assert scores(courses.root) == {"ada": 2.0, "bob": 1.8, "cyd": 1.0}
    said = page(courses.root, "bob")
    assert "Handed in on 2026-11-21 11:59; it was due on 2026-11-20 23:59. One day has begun since" in said
    assert "2 − 0.2 = 1.8." in said
    assert "8 days have begun since" in page(courses.root, "cyd")
    assert "No more than 50 % is taken off in all." in page(courses.root, "cyd")
    assert "begun since" not in page(courses.root, "ada")
    code, said, _ = grader("grade", "class")
    assert code == 0
    assert "(3 kept from before)" in said


@pytest.mark.parametrize(("apart", "said"), [(1, True), (60, False)])
def test_a_class_of_which_everybody_is_late_at_once_may_be_a_copy(
    grader: Grader, courses: CourseWriter, apart: int, said: bool
) -> None:
    for place in range(5):
        path = courses.write(f"copied/s{place}/twice.py", RIGHT)
        moment = DUE.timestamp() + 90_000 + apart * place
        os.utime(path, (moment, moment))

    code, _, told = grader("grade", "copied", "--out", "other")

    assert code == 0
    assert ("twice: all 5 hand-ins came late, within a minute of each other" in told) is said


@pytest.mark.parametrize("again", [["grade", "class", "--quiet"], ["regrade"]])
def test_a_run_in_which_nothing_changes_leaves_every_time_on_its_clock(
    grader: Grader, courses: CourseWriter, again: list[str]
) -> None:
    first = (courses.root / "out" / "results.json").read_text()
    assert '"due": "2026-11-20T23:59:00+01:00"' in first

    grader(*again)

    assert (courses.root / "out" / "results.json").read_text() == first
    exported = grader("export", "gradescope", "--student", "bob")[1]
    assert "it was due on 2026-11-20 23:59" in exported


def test_an_extension_counts_with_the_next_regrade(grader: Grader, courses: CourseWriter) -> None:
    code, said, _ = grader("extend", "bob", "twice", "2026-11-22T12:00", "--reason", "ill")
    assert (code, said) == (0, "bob, twice: until 2026-11-22 12:00 +0100; grade or regrade to count by it\n")

    code, said, _ = grader("regrade")

    assert code == 0
    assert "bob, twice: 1.8 of 2 → 2 of 2 (+0.2), since what is taken off for the time is another" in said
    assert scores(courses.root) == {"ada": 2.0, "bob": 2.0, "cyd": 1.0}
    assert "begun since" not in page(courses.root, "bob")
    grader("grade", "class", "--force", "--quiet")
    assert scores(courses.root)["bob"] == 2.0


def test_an_extension_is_replaced_and_forgotten_with_the_student(grader: Grader, courses: CourseWriter) -> None:
    grader("extend", "bob", "twice", "2026-11-22T12:00")

    said = grader("extend", "bob", "twice", "2026-11-21T12:00")[1]

    assert "until 2026-11-21 12:00 +0100, instead of 2026-11-22 12:00" in said
    grader("forget", "bob")
    grader("grade", "class", "--quiet")
    assert scores(courses.root)["bob"] == 1.8


def test_a_policy_that_is_softened_later_moves_scores_without_running_code(
    grader: Grader, courses: CourseWriter
) -> None:
    toml = courses.root / "assignments" / "twice" / "assignment.toml"
    toml.write_text(toml.read_text().replace("percent = 10,", "percent = 5,"))

    code, said, _ = grader("regrade")

    assert code == 0
    assert "nobody's code run" in said
    assert scores(courses.root) == {"ada": 2.0, "bob": 1.9, "cyd": 1.2}


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("tomorrow", "'tomorrow' is no date and time"),
        ("2026-11-20T12:00", "is not after twice is due"),
        ("2026-13-40", "is no date and time"),
        ("9999-12-31T23:59", "is in a year that clocks cannot calculate with → name one from 1970 up to 9990"),
        ("2027-11-20", "2027-11-20 is a day, and has no time → write when it ends, as in 2027-11-20T23:59"),
    ],
)
def test_a_moment_that_cannot_be_is_said(grader: Grader, until: str, said: str) -> None:
    code, _, told = grader("extend", "bob", "twice", until)

    assert code == 2
    assert said in " ".join(told.split())


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2027-03-28T02:30", "2027-03-28T02:30 is skipped on the clocks of twice (Europe/Berlin)"),
        ("2027-10-31T02:30", "→ write 2027-10-31T02:30:00+02:00 or 2027-10-31T02:30:00+01:00"),
    ],
)
def test_a_moment_that_clocks_skip_or_show_twice_is_said(
    grader: Grader, courses: CourseWriter, until: str, said: str
) -> None:
    toml = courses.root / "assignments" / "twice" / "assignment.toml"
    toml.write_text(toml.read_text() + 'zone = "Europe/Berlin"\n')

    code, _, told = grader("extend", "bob", "twice", until)

    assert code == 2
    assert said in " ".join(told.split())


def test_an_extension_for_nobody_on_the_roster_is_refused_with_who_may_be_meant(
    grader: Grader, courses: CourseWriter
) -> None:
    code, _, said = grader("extend", "new", "twice", "2026-12-10T12:00")
    assert (code, "nobody was graded under the id 'new' so far" in said) == (0, True)
    courses.write("roster.csv", "student,name\nada,A\nbob,B\ncyd,C\n")
    grader("roster", "import", "roster.csv")

    code, _, said = grader("extend", "bobb", "twice", "2026-12-10T12:00")

    assert code == 2
    assert "nobody is called 'bobb' on the roster" in said
    assert "did you mean 'bob'?" in said
