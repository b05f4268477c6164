"""Criteria that are left to a person: nothing is run for them, they wait, and say so until points are given."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import PUBLIC, TOML, CourseWriter

MANUAL = (
    PUBLIC
    + """

@criterion(points=1, functions=["twice"], manual=True)
def test_the_plot_is_readable():
    \"\"\"The plot has its axes named.\"\"\"
"""
)
RIGHT = "def twice(x):\n    return 2 * x\n"

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    courses.add("twice", public=MANUAL, toml=TOML.replace("points = 2.0", "points = 3.0"))
    courses.write("class/bob/twice.py", RIGHT)
    monkeypatch.chdir(courses.root)

    return command_line


def row(root: Path) -> dict[str, object]:
    (grade,) = json.loads((root / "out" / "results.json").read_text())["grades"]
    return dict(grade)


def manual(root: Path) -> dict[str, object]:
    criteria = row(root)["criteria"]
    assert isinstance(criteria, list)
    return next(dict(each) for each in criteria if each["id"] == "the_plot_is_readable")


def page(root: Path) -> str:
    return (root / "out" / "reports" / "bob" / "twice.html").read_text()


def test_it_waits_and_says_so_and_is_listed_for_staff(grader: Grader, courses: CourseWriter) -> None:
    code, out, _ = grader("grade", "class")

    assert code == 0
    assert (row(courses.root)["score"], row(courses.root)["max_score"]) == (2.0, 3.0)
    assert row(courses.root)["diagnoses"] == []
    assert manual(courses.root)["verdict"] == "not_run"
    assert manual(courses.root)["message"] == "Somebody reads this and gives its points: they are not in the score yet."
    assert "Given by a person, and not in the score yet: up to 1 points." in page(courses.root)
    assert "The plot has its axes named." in page(courses.root)
    assert "points to give" in (courses.root / "out" / "index.html").read_text()
    assert "points to give" in out


@pytest.mark.parametrize(("points", "verdict"), [("1", "passed"), ("0.5", "failed"), ("0", "failed")])
def test_points_of_a_person_end_the_waiting(grader: Grader, courses: CourseWriter, points: str, verdict: str) -> None:
    grader("grade", "class")
    why = ("--reason", "read", "--author", "eve")
    assert grader("override", "bob", "twice", "the_plot_is_readable", "--points", points, *why)[0] == 0

    assert grader("regrade")[0] == 0

    assert row(courses.root)["score"] == 2.0 + float(points)
    assert manual(courses.root)["verdict"] == verdict
    assert "not in the score yet" not in page(courses.root)
    assert "given by eve on" in page(courses.root)
    assert "points to give" not in (courses.root / "out" / "index.html").read_text()


def test_what_a_person_gave_stands_on_nothing_that_their_points_changed(grader: Grader, courses: CourseWriter) -> None:
    grader("grade", "class")
    for points in ("1", "0.5"):
        grader("override", "bob", "twice", "the_plot_is_readable", "--points", points, "--reason", "read")
        again = grader("regrade")
        assert "on what has changed since" not in again[1] + again[2]

    courses.write("assignments/twice/test_public.py", PUBLIC)
    courses.write("assignments/twice/assignment.toml", TOML)
    assert "the criterion is not there any more" in "".join(map(str, grader("regrade")))
    taken = grader("override", "bob", "twice", "the_plot_is_readable", "--take-back", "--reason", "it is gone")

    assert taken[0] == 0
    assert "the criterion is not there any more" not in "".join(map(str, grader("regrade")))


def test_a_check_at_home_passes_without_them(grader: Grader, courses: CourseWriter) -> None:
    courses.write("twice.py", RIGHT)

    code, out, err = grader("check", "twice")

    assert (code, err) == (0, "")
    assert "Somebody reads this and gives its points" in " ".join(out.split())


def test_exports_say_neither_passed_nor_failed_while_it_waits(grader: Grader) -> None:
    grader("grade", "class")

    tests = json.loads(grader("export", "gradescope", "--student", "bob", "--assignment", "twice")[1])["tests"]
    waiting = next(each for each in tests if each["name"] == "The plot has its axes named.")
    assert "status" not in waiting
    assert waiting["max_score"] == 1.0
    assert 'type="not_run"' in grader("export", "junit")[1]
    assert "1 score lacks points that a person has still to give: bob" in grader("export", "csv")[2]


@pytest.mark.usefixtures("grader")
def test_under_pytest_it_is_skipped_with_its_reason(courses: CourseWriter) -> None:
    courses.write("twice.py", RIGHT)

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "assignments/twice/test_public.py"],
        cwd=courses.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 passed, 1 skipped" in ran.stdout
    assert "Somebody reads this and gives its points" in " ".join(ran.stdout.split())


def test_the_rubric_is_sound_with_them(grader: Grader) -> None:
    assert grader("selftest")[0] == 0


def test_who_hands_in_nothing_keeps_nobody_waiting(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class/bob/twice.py", "")

    grader("grade", "class")

    assert "points to give" not in (courses.root / "out" / "index.html").read_text()


def test_one_that_would_be_run_all_the_same_is_refused(grader: Grader, courses: CourseWriter) -> None:
    path = courses.root / "assignments" / "twice" / "test_public.py"
    path.write_text(MANUAL.replace("test_the_plot_is_readable()", "test_the_plot_is_readable(submission)"))

    code, _, err = grader("grade", "class")

    assert code == 2
    assert "is left to a person, and takes submission" in " ".join(err.split())


def test_nothing_may_build_on_one(grader: Grader, courses: CourseWriter) -> None:
    path = courses.root / "assignments" / "twice" / "test_public.py"
    path.write_text(MANUAL.replace("points=1, ", 'points=1, after="the_plot_is_readable", ', 1))

    code, _, err = grader("grade", "class")

    assert code == 2
    assert "whose points a person gives" in " ".join(err.split())
