"""Attempts as an instructor meets them: the best or the last counts, one is chosen by hand, late days are free."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import PUBLIC, CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"
WRONG = "def twice(x):\n    return 3 * x\n"
FIRST = datetime(2026, 3, 1, 10, 0).astimezone()

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    courses.add("twice")
    monkeypatch.chdir(courses.root)

    return command_line


def hand_in(courses: CourseWriter, code: str, at: datetime, student: str = "bob") -> None:
    courses.write(f"class/{student}/twice.py", code)
    os.utime(courses.root / "class" / student / "twice.py", (at.timestamp(),) * 2)


def says(courses: CourseWriter, toml: str, assignment: str = "twice") -> None:
    path = courses.root / "assignments" / assignment / "assignment.toml"
    path.write_text(path.read_text() + toml)


def row(root: Path, assignment: str = "twice") -> dict[str, object]:
    grades = json.loads((root / "out" / "results.json").read_text())["grades"]
    return next(dict(each) for each in grades if each["assignment"] == assignment)


def page(root: Path, tree: str = "reports") -> str:
    return (root / "out" / tree / "bob" / "twice.html").read_text()


def grade(grader: Grader) -> str:
    code, out, err = grader("grade", "class")
    assert code == 0, err
    return out


def test_the_best_counts_where_the_assignment_says_so_and_stays_when_nothing_new_comes(
    grader: Grader, courses: CourseWriter
) -> None:
    says(courses, '[attempts]\ncounts = "best"\n')
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    hand_in(courses, WRONG, FIRST + timedelta(days=1))

    grade(grader)

    assert row(courses.root)["score"] == 2.0
    assert "You made 2 attempts, and the best counts: that of 2026-03-01 10:00." in page(courses.root)
    assert "2026-03-02 10:00: 0 points." in page(courses.root)
    assert "return 2 * x" in page(courses.root, "staff")
    assert "kept" in grade(grader)
    assert row(courses.root)["score"] == 2.0


@pytest.mark.parametrize(("counts", "score", "shown"), [("best", 2.0, "10:00"), ("last", 1.0, "13:00")])
def test_the_same_file_handed_in_again_too_late_leaves_the_first_in_time(
    grader: Grader, courses: CourseWriter, counts: str, score: float, shown: str
) -> None:
    says(courses, f'due = {FIRST.isoformat()}\nlate = {{ percent = 50 }}\n[attempts]\ncounts = "{counts}"\n')
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    hand_in(courses, RIGHT, FIRST + timedelta(hours=3))
    grade(grader)
    grade(grader)

    assert row(courses.root)["score"] == score
    assert f"You made 2 attempts, and the {counts} counts: that of 2026-03-01 {shown}." in page(courses.root)
    assert "of 2026-03-01 10:00 and again of 2026-03-01 13:00: " in grader("history", "bob")[1]


@pytest.mark.parametrize("named", ["2026-03-01 10:00", "2026-03-01 13:00"])
def test_what_came_twice_is_chosen_by_either_time_and_counts_from_the_first(
    grader: Grader, courses: CourseWriter, named: str
) -> None:
    says(courses, '[attempts]\ncounts = "last"\n')
    for hours in (0, 3):
        hand_in(courses, RIGHT, FIRST + timedelta(hours=hours))
        grade(grader)

    code, said, err = grader("override", "bob", "twice", "--attempt", named, "--reason", "so")

    assert code == 0, err
    assert "of 2026-03-01 10:00 counts" in said


@pytest.mark.parametrize("first_alone", [False, True])
@pytest.mark.parametrize(("counts", "score"), [("best", 2.0), ("last", 1.0)])
def test_the_same_file_twice_in_one_download_was_handed_in_twice(
    grader: Grader, courses: CourseWriter, counts: str, score: float, first_alone: bool
) -> None:
    due = datetime(2026, 3, 2, 12, tzinfo=UTC)
    says(courses, f'due = {due.isoformat()}\nlate = {{ percent = 50 }}\n[attempts]\ncounts = "{counts}"\n')
    handed_in = [("2026-03-01-10-00-00", RIGHT), ("2026-03-03-08-00-00", WRONG), ("2026-03-03-09-00-00", RIGHT)]

    for number in [1, 3, 3] if first_alone else [3, 3]:
        with zipfile.ZipFile(courses.root / "class.zip", "w") as out:
            for at, source in handed_in[:number]:
                out.writestr(f"Twice_bob_attempt_{at}.txt", "Name: Bob (bob)\nAssignment: Twice\n")
                out.writestr(f"Twice_bob_attempt_{at}_twice.py", source)
        assert grader("grade", "class.zip", "--quiet", "--isolation", "none")[0] == 0
        if number == 3:
            assert row(courses.root)["score"] == score
            assert "You made 3 attempts" in page(courses.root)
    assert "of 2026-03-01 " in grader("history", "bob")[1]


def test_what_never_counted_moved_nothing(grader: Grader, courses: CourseWriter) -> None:
    says(courses, '[attempts]\ncounts = "best"\n')
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    for day in (1, 2):
        hand_in(courses, WRONG + f"# {day}\n", FIRST + timedelta(days=day))
        grade(grader)

    assert grader("diff")[1] == "nothing moved\n"
    judged = [line.rpartition(" by rubric ")[2][8:] for line in grader("history", "bob")[1].splitlines()[1:]]
    assert judged.count("") == len(judged) - 2
    assert judged.count(", another attempt counted") == 2
    grader("override", "bob", "twice", "three", "--points", "0.5", "--reason", "copied")
    hand_in(courses, WRONG + "# 3\n", FIRST + timedelta(days=3))
    moved = "bob, twice: 2 of 2 → 1.5 of 2 (-0.5), since a person decided so"
    assert moved in grade(grader)
    assert grader("diff")[1].splitlines()[0] == moved


def test_without_a_rule_what_is_there_counts_whichever_command_is_asked(grader: Grader, courses: CourseWriter) -> None:
    hand_in(courses, RIGHT, FIRST + timedelta(days=1))
    grade(grader)
    hand_in(courses, WRONG, FIRST)
    grade(grader)
    assert row(courses.root)["score"] == 0.0

    grader("override", "bob", "twice", "--attempt", "2026-03-02 10:00", "--reason", "the other one was a slip")
    grader("regrade")
    assert row(courses.root)["score"] == 2.0
    grader("override", "bob", "twice", "--take-back")
    grader("regrade")

    assert row(courses.root)["score"] == 0.0
    grade(grader)
    assert row(courses.root)["score"] == 0.0


def test_the_last_counts_of_those_that_may(grader: Grader, courses: CourseWriter) -> None:
    says(courses, "[attempts]\nmost = 1\n")
    hand_in(courses, WRONG, FIRST)
    grade(grader)
    hand_in(courses, RIGHT, FIRST + timedelta(days=1))

    grade(grader)

    assert row(courses.root)["score"] == 0.0
    assert "It cannot count: only the first 1 do." in page(courses.root)


def test_a_chosen_attempt_counts_until_that_is_taken_back(grader: Grader, courses: CourseWriter) -> None:
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    hand_in(courses, WRONG, FIRST + timedelta(days=1))
    assert "bob, twice: 2 of 2 → 0 of 2" in grade(grader)

    chosen = grader(
        "override", "bob", "twice", "--attempt", "2026-03-01", "--reason", "the wrong file", "--author", "eve"
    )
    assert chosen[0] == 0, chosen
    said = grader("regrade")[1]
    assert "bob, twice: 0 of 2 → 2 of 2 (+2), since another attempt counts" in said
    assert row(courses.root)["score"] == 2.0
    assert "counts, as eve decided on" in page(courses.root)
    assert "“the wrong file”" in page(courses.root)
    grade(grader)
    assert row(courses.root)["score"] == 2.0

    assert grader("override", "bob", "twice", "--take-back")[0] == 0
    grader("regrade")
    assert row(courses.root)["score"] == 0.0


REFUSED = {
    ("--attempt", "ffff", "--reason", "r"): "no attempt is meant by 'ffff'",
    ("--attempt", "2026", "--reason", "r"): "several attempts are meant by '2026'",
    ("--attempt", "2026-03-01"): "what a person decides needs a reason",
    ("three", "--attempt", "2026-03-01", "--reason", "r"): "an attempt is chosen for the whole assignment",
    ("--points", "1", "--reason", "r"): "points are given for a criterion",
    (): "say one of --points, --attempt and --take-back",
    ("--take-back",): "no attempt was chosen",
}


def test_what_cannot_be_chosen_is_refused(grader: Grader, courses: CourseWriter) -> None:
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    hand_in(courses, WRONG, FIRST + timedelta(days=1))
    grade(grader)

    for arguments, said in REFUSED.items():
        code, _, err = grader("override", "bob", "twice", *arguments)
        assert (code, said in err) == (2, True), (arguments, err)


def test_every_attempt_is_judged_by_a_rubric_that_is_mended(grader: Grader, courses: CourseWriter) -> None:
    says(courses, '[attempts]\ncounts = "best"\n')
    hand_in(courses, WRONG, FIRST)
    grade(grader)
    hand_in(courses, RIGHT, FIRST + timedelta(days=1))
    grade(grader)
    assert "2026-03-01 10:00: 0 points." in page(courses.root)
    lenient = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.9)")
    (courses.root / "assignments" / "twice" / "test_public.py").write_text(lenient)

    assert "2 would be judged again" in grader("regrade", "--dry-run")[1]
    assert "2 judged again (nobody's code run), 0 moved" in grader("regrade")[1]

    assert "2026-03-01 10:00: 1 point." in page(courses.root)
    assert "0 judged again" in grader("regrade")[1]


def test_free_late_days_are_used_up_in_the_order_of_due_dates(grader: Grader, courses: CourseWriter) -> None:
    (courses.root / "course.toml").write_text("free_late_days = 2\n")
    courses.add("later")
    says(courses, "due = 2026-03-01T00:00:00Z\nlate = {percent = 10}\n")
    says(courses, "due = 2026-03-08T00:00:00Z\nlate = {percent = 10}\n", "later")
    hand_in(courses, RIGHT, datetime.fromisoformat("2026-03-01T12:00:00+00:00"))
    courses.write("class/bob/later.py", RIGHT.replace("twice", "later"))
    moment = datetime.fromisoformat("2026-03-10T12:00:00+00:00").timestamp()
    os.utime(courses.root / "class" / "bob" / "later.py", (moment, moment))

    grade(grader)

    assert row(courses.root)["score"] == 2.0
    assert "One of these costs nothing: it was a free late day, of which 1 are left." in page(courses.root)
    later = row(courses.root, "later")
    assert later["late"]["begun"] == 3  # type: ignore[index]
    assert later["late"]["free"] == 1  # type: ignore[index]
    assert "kept" in grade(grader)


@pytest.mark.parametrize("command", [("regrade",), ("grade", "class")])
def test_late_days_that_are_free_elsewhere_by_now_are_told(
    grader: Grader, courses: CourseWriter, command: tuple[str, ...]
) -> None:
    (courses.root / "course.toml").write_text("free_late_days = 2\n")
    courses.add("later")
    says(courses, "due = 2026-03-01T00:00:00Z\nlate = {percent = 10}\n")
    says(courses, "due = 2026-03-08T00:00:00Z\nlate = {percent = 10}\n", "later")
    hand_in(courses, RIGHT, datetime.fromisoformat("2026-03-02T12:00:00+00:00"))
    courses.write("class/bob/later.py", RIGHT)
    moment = datetime.fromisoformat("2026-03-10T12:00:00+00:00").timestamp()
    os.utime(courses.root / "class" / "bob" / "later.py", (moment, moment))
    grade(grader)
    toml = courses.root / "assignments" / "later" / "assignment.toml"
    toml.write_text(toml.read_text().replace("2026-03-08", "2026-02-27"))

    told = grader(*command, "--assignment", "later")[2]
    assert "count otherwise by now in: twice\n  → `grader regrade` counts them anew" in told

    assert "count otherwise" not in grader("regrade")[2]
    assert row(courses.root)["late"]["free"] == 0  # type: ignore[index]


def test_a_course_file_that_says_nonsense_is_named(grader: Grader, courses: CourseWriter) -> None:
    hand_in(courses, RIGHT, FIRST)
    for text in ("free_late_days = -1\n", "free_days = 2\n", "free_late_days = [\n", 'free_late_days = "two"\n'):
        (courses.root / "course.toml").write_text(text)
        code, _, err = grader("grade", "class")
        assert code == 2
        assert "course.toml" in err


def nothing_at_all(file: Path) -> None:
    file.unlink()


def an_empty_file(file: Path) -> None:
    file.write_bytes(b"")


def a_link(file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/hostname")


LATER = pytest.mark.parametrize("leave", [nothing_at_all, an_empty_file, a_link])


@LATER
def test_the_best_counts_where_what_comes_later_is_no_hand_in(
    grader: Grader, courses: CourseWriter, leave: Callable[[Path], None]
) -> None:
    says(courses, '[attempts]\ncounts = "best"\n')
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    leave(courses.root / "class" / "bob" / "twice.py")

    for _ in range(2):
        grade(grader)

        assert (row(courses.root)["status"], row(courses.root)["score"]) == ("graded", 2.0)
        assert "return 2 * x" in page(courses.root, "staff")


@LATER
def test_an_attempt_is_chosen_where_what_came_later_is_no_hand_in(
    grader: Grader, courses: CourseWriter, leave: Callable[[Path], None]
) -> None:
    hand_in(courses, RIGHT, FIRST)
    grade(grader)
    leave(courses.root / "class" / "bob" / "twice.py")
    assert "(-2), since there is nothing any more that can be graded" in grader("grade", "class")[1]

    grader("override", "bob", "twice", "--attempt", "2026-03-01 10:00", "--reason", "by mistake")
    said = grader("regrade")[1]

    assert "2 of 2 (+2), since another attempt counts" in said
    for _ in range(2):
        assert row(courses.root)["score"] == 2.0
        grade(grader)


def test_what_is_handed_in_where_nothing_was_is_no_other_code(grader: Grader, courses: CourseWriter) -> None:
    (courses.root / "class" / "bob").mkdir(parents=True)
    grader("grade", "class")
    hand_in(courses, RIGHT, FIRST)

    assert "bob, twice: missing → 2 of 2 (+2), since a file was handed in" in grade(grader)
