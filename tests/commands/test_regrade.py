"""`regrade`, `diff`, `history` and `replay`, as staff types them after a class was graded."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, datetime

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import PUBLIC, CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"
NEARLY = "def twice(x):\n    return 2.01 * x\n"
CHANCE = "import time\n\n\ndef twice(x):\n    return 2 * x + time.perf_counter()\n"
WIDER = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)")

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    """Runs a command in a course whose class was graded once; its exit code and what it printed."""
    courses.add("twice")
    for student, text in (("ada", RIGHT), ("bob", NEARLY), ("cyd", CHANCE)):
        path = courses.write(f"class/{student}/twice.py", text)
        moment = datetime(2026, 11, 20, 12, 0, tzinfo=UTC).timestamp()
        os.utime(path, (moment, moment))
    monkeypatch.chdir(courses.root)
    monkeypatch.setenv("TZ", "UTC")

    assert command_line("grade", "class", "--quiet")[0] == 0
    return command_line


def mend(courses: CourseWriter) -> None:
    (courses.root / "assignments" / "twice" / "test_public.py").write_text(WIDER)


def scores(courses: CourseWriter) -> dict[str, float]:
    document = json.loads((courses.root / "out" / "results.json").read_text())
    return {grade["student"]: grade["score"] for grade in document["grades"]}


def test_regrade_says_who_moved_and_why_and_needs_no_hand_in(grader: Grader, courses: CourseWriter) -> None:
    shutil.rmtree(courses.root / "class")
    mend(courses)

    code, dry, _ = grader("regrade", "--dry-run")
    assert code == 0
    assert "3 would be judged again (nobody's code run), 1 moved" in dry
    assert scores(courses)["bob"] == 0.0
    code, said, _ = grader("regrade")

    assert code == 0
    assert "bob, twice: 0 of 2 → 1 of 2 (+1), since the rubric is another" in said
    assert "    Twice three is right. failed 0/1 → passed 1/1 (+1)" in said
    assert "3 judged again (nobody's code run), 1 moved; 0 were by this rubric already" in said
    assert scores(courses) == {"ada": 2.0, "bob": 1.0, "cyd": 0.0}
    assert grader("diff")[1].startswith("bob, twice: 0 of 2 → 1 of 2 (+1)")
    assert grader("diff", "ada")[1] == "nothing moved\n"


def test_grades_of_what_is_no_assignment_any_more_are_told(grader: Grader, courses: CourseWriter) -> None:
    courses.add("thrice")
    toml = courses.root / "assignments" / "twice" / "assignment.toml"
    toml.rename(toml.with_name("assignment.tml"))

    code, said, err = grader("regrade")
    named = grader("regrade", "--assignment", "twice")

    assert code == 0
    assert "0 judged again" in said
    assert f"3 of twice left as they were: there is no {toml.resolve()}" in " ".join(err.split())
    assert named[0] == 2
    assert "assignment 'twice' lacks assignment.toml" in named[2]
    assert scores(courses) == {"ada": 2.0, "bob": 0.0, "cyd": 0.0}


def test_pages_that_are_gone_are_written_from_what_is_kept(grader: Grader, courses: CourseWriter) -> None:
    out = courses.root / "out"
    before = {tree: (out / tree / "bob" / "twice.html").read_text() for tree in ("reports", "staff")}
    grader("backup", "kept.sqlite3")
    shutil.rmtree(out)
    shutil.rmtree(courses.root / "class")
    out.mkdir()
    (courses.root / "kept.sqlite3").rename(out / "gradebook.sqlite3")

    assert "3 would be judged again" not in grader("regrade", "--dry-run")[1]
    assert "3 judged again (nobody's code run), 0 moved; 0 were by this rubric already" in grader("regrade")[1]

    assert {tree: (out / tree / "bob" / "twice.html").read_text() for tree in before} == before
    assert "0 judged again" in grader("regrade")[1]


def test_who_is_in_the_class_no_more_is_not_judged_again_for_the_pages_that_were_taken_out(
    grader: Grader, courses: CourseWriter
) -> None:
    shutil.rmtree(courses.root / "class" / "bob")
    grader("grade", "class", "--quiet")

    assert "0 judged again" in grader("regrade")[1]


@pytest.mark.parametrize("arguments", [("nobody",), ("nobody", "--published")])
def test_a_student_of_whom_nothing_is_known_is_no_student_whose_score_stayed(
    grader: Grader, arguments: tuple[str, ...]
) -> None:
    code, said, told = grader("diff", *arguments)

    assert (code, said) == (2, "")
    assert "nothing is known of the student 'nobody'" in told


def test_that_nothing_was_published_yet_is_said(grader: Grader) -> None:
    assert "nothing was published yet" in grader("diff", "--published")[2]
    grader("publish")
    assert grader("diff", "--published")[1:] == ("nothing moved\n", "")


def test_a_run_lists_at_its_end_whose_score_moved(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class/bob/twice.py", RIGHT)

    code, said, _ = grader("grade", "class")

    assert code == 0
    assert "bob, twice: 0 of 2 → 2 of 2 (+2), since other code was handed in" in said


def test_history_has_every_attempt_with_its_time(grader: Grader, courses: CourseWriter) -> None:
    path = courses.write("class/bob/twice.py", RIGHT)
    moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    grader("grade", "class", "--quiet")

    code, said, _ = grader("history", "bob")

    assert code == 0
    lines = said.splitlines()
    assert lines[0] == "bob, twice"
    assert re.match(r"    twice\.py [0-9a-f]{8} of 2026-11-20 1\d:00: 0 of 2, graded 20", lines[1])
    assert re.match(r"    twice\.py [0-9a-f]{8} of 2026-11-21 \d\d:30: 2 of 2, graded 20", lines[2])
    assert grader("history", "zoe")[0] == 2


def test_replay_says_whether_answers_repeat(grader: Grader, courses: CourseWriter) -> None:
    shutil.rmtree(courses.root / "class")

    assert grader("replay", "ada", "twice")[:2] == (0, "ada, twice: every answer repeats\n")
    code, said, _ = grader("replay", "cyd", "twice")
    assert code == 1
    assert said.endswith("cyd, twice: answers are not those that are kept\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("regrade", "--out", "elsewhere"), "holds no gradebook"),
        (("diff", "--out", "elsewhere"), "holds no gradebook"),
        (("history", "ada", "--out", "elsewhere"), "holds no gradebook"),
        (("replay", "ada", "twice", "--out", "elsewhere"), "holds no gradebook"),
        (("replay", "zoe", "twice"), "no grade of 'zoe' for twice is kept"),
        (("replay", "ada", "twce"), "there is no assignment 'twce'"),
        (("regrade", "--assignment", "twce"), "there is no assignment 'twce'"),
    ],
)
def test_what_is_not_there_is_said(grader: Grader, arguments: tuple[str, ...], said: str) -> None:
    code, _, told = grader(*arguments)

    assert code == 2
    assert said in " ".join(told.split())


def test_replay_compares_what_both_rubrics_ask(grader: Grader, courses: CourseWriter) -> None:
    public = courses.root / "assignments" / "twice" / "test_public.py"
    public.write_text(PUBLIC.replace("x=3.0", "x=9.0"), encoding="utf-8")

    assert grader("regrade")[0] == 0

    assert "ada, twice: every answer repeats" in grader("replay", "ada", "twice")[1]
