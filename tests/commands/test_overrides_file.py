"""`overrides.toml`: decisions under version control count like those of commands, and nothing of it is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import CourseWriter

WRONG = "def twice(x):\n    return 3 * x\n"
GIVEN = """
[[override]]
student = "bob"
assignment = "twice"
criterion = "three"
points = 0.5
reason = "the idea is right"
author = "eve"
date = 2026-11-20

[[comment]]
student = "bob"
assignment = "twice"
text = "Come and see me."
author = "max"
"""

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    courses.add("twice")
    courses.write("class/bob/twice.py", WRONG)
    monkeypatch.chdir(courses.root)

    return command_line


def score(root: Path) -> float:
    (grade,) = json.loads((root / "out" / "results.json").read_text())["grades"]
    return float(grade["score"])


def page(root: Path) -> str:
    return (root / "out" / "reports" / "bob" / "twice.html").read_text()


def test_what_the_file_says_counts_and_ends_with_the_file(grader: Grader, courses: CourseWriter) -> None:
    courses.write("overrides.toml", GIVEN)

    assert grader("grade", "class")[0] == 0
    assert score(courses.root) == 0.5
    assert "0.5 points, given by eve on 2026-11-20, instead of 0." in page(courses.root)
    assert "Come and see me." in page(courses.root)
    assert "kept" in grader("grade", "class")[1]

    (courses.root / "overrides.toml").unlink()
    assert (
        "bob, twice: 0.5 of 2 → 0 of 2 (-0.5), since points of a person do not stand any more" in grader("regrade")[1]
    )
    assert score(courses.root) == 0.0


def test_a_file_may_be_named_and_is_never_taken_from_hand_ins(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class/bob/overrides.toml", GIVEN.replace("0.5", "1.0"))
    courses.write("elsewhere/mine.toml", GIVEN)

    assert grader("grade", "class")[0] == 0
    assert score(courses.root) == 0.0
    assert grader("grade", "class", "--overrides", "elsewhere/mine.toml")[0] == 0
    assert score(courses.root) == 0.5

    code, _, err = grader("grade", "class", "--overrides", "class/bob/overrides.toml")
    assert code == 2
    assert "lies among the hand-ins, where a student may have written it" in err


def test_file_and_command_that_disagree_are_both_named_and_nothing_is_graded(
    grader: Grader, courses: CourseWriter
) -> None:
    grader("grade", "class")
    given = ("override", "bob", "twice", "three", "--points", "1", "--reason", "right", "--author", "ann")
    assert grader(*given)[0] == 0
    courses.write("overrides.toml", GIVEN)

    code, _, err = grader("regrade")

    assert code == 2
    said = " ".join(err.split())
    assert "overrides.toml gives 0.5 points (eve), and `grader override` gave 1 (ann, 20" in said
    assert score(courses.root) == 0.0
    assert grader("override", "bob", "twice", "three", "--take-back")[0] == 0
    assert grader("regrade")[0] == 0
    assert score(courses.root) == 0.5


def test_with_a_dry_run_the_file_is_checked_and_not_taken(grader: Grader, courses: CourseWriter) -> None:
    grader("grade", "class")
    courses.write("overrides.toml", GIVEN)

    assert grader("regrade", "--dry-run")[0] == 0
    (courses.root / "overrides.toml").unlink()
    grader("regrade")
    assert score(courses.root) == 0.0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (GIVEN.replace('"bob"', '"bop"', 1), "names a student 'bop' who handed in nothing"),
        (GIVEN.replace('"twice"', '"twise"', 1), "names an assignment 'twise' that is not in the course"),
        (GIVEN.replace('"three"', '"tree"'), "names a criterion 'tree' that twice has not"),
        (GIVEN.replace("0.5", "7"), "gives bob 7 points for three, which has 1"),
        (GIVEN.replace("0.5", "-1"), "gives -1 points"),
        (GIVEN.replace("0.5", "nan"), "gives nan points"),
        (GIVEN.replace("0.5", "inf"), "gives inf points"),
        (GIVEN.replace('author = "eve"', 'author = " "'), "has no author"),
        (GIVEN.replace('author = "eve"\n', ""), "lacks the key 'author' in override 1, line 1"),
        (GIVEN.replace('reason = "the idea is right"', 'reason = ""'), "has no reason or text"),
        (GIVEN.replace("points", "point"), "has an unknown key 'point' in line 5; did you mean 'points'?"),
        (GIVEN + GIVEN, "gives points twice for bob, twice, three"),
        ("[[override]\n", "cannot be understood"),
        ("override = 3\n", "in line 1: it is a whole number, and is to be a list"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_taken(
    grader: Grader, courses: CourseWriter, written: str, said: str
) -> None:
    courses.write("overrides.toml", written)

    code, _, err = grader("grade", "class")

    assert code == 2
    assert said in " ".join(err.split())
    assert not (courses.root / "out" / "results.json").exists()


def test_more_points_than_there_are_need_a_word(grader: Grader, courses: CourseWriter) -> None:
    courses.write("overrides.toml", GIVEN.replace("points = 0.5", "points = 7\nbeyond = true"))

    assert grader("grade", "class")[0] == 0
    assert score(courses.root) == 7.0
