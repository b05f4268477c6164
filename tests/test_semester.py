"""A semester of 60 people by the commands that staff type, on both databases; every score is worked out by hand.

In week 1 a rubric is mended after it was graded, and one student appeals.  In week 2 there is late work, and
extensions.  Week 3 is killed in the middle, and completed by a second grader while the first is at work.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grader.cli import main
from grader.gradebook.address import Address
from grader.gradebook.store import open_gradebook
from tests.conftest import HIDDEN, PUBLIC, TOML, CourseWriter
from tests.waiting import until

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="several processes grade at once"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]

PATIENCE = 60.0  # seconds until a test gives up
PEOPLE = [f"s{number:02}" for number in range(60)]
TEAMS = {"owls": ("s00", "s01"), "hawks": ("s02", "s03", "s04")}  # hand in together in week 1: the first one does

RIGHT = "def twice(x):\n    return 2 * x\n"  # earns both criteria
ONCE = "def twice(x):\n    return 6.0 if x == 3 else 0.0\n"  # the public one alone
NEARLY = "def twice(x):\n    return 2.01 * x\n"  # neither: half a hundredth off
WAITS = "import time\ntime.sleep(0.2)\n"
WIDER = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)")

DUE = datetime.fromisoformat("2026-11-20T23:59:00+01:00")
LATE = "due = 2026-11-20T23:59:00+01:00\nlate = { percent = 10, most_percent = 50, grace_minutes = 30 }\n"
# Hours after it was due, by the last digit of a student's number modulo 5 → tenths that are lost without an extension.
HOURS = {0: (-1, 0), 1: (0.4, 0), 2: (12, 1), 3: (49, 3), 4: (192, 5)}

Grader = Callable[..., str]


def number_of(student: str) -> int:
    return int(student[1:])


@pytest.fixture
def course(courses: CourseWriter, where: Address, monkeypatch: pytest.MonkeyPatch) -> CourseWriter:
    courses.add("first")
    courses.add("second", toml=TOML + LATE)
    courses.add(
        "third",
        toml=TOML.replace("2.0", "4.0"),
        public=PUBLIC.replace("=1", "=3", 1),
        hidden=HIDDEN.replace("=1", "=1"),
    )
    in_team = {student: team for team, students in TEAMS.items() for student in students}
    rows = [f"{each},Person {each},{'AB'[number_of(each) % 2]},{in_team.get(each, '')}\n" for each in PEOPLE]
    courses.write("class.csv", "id,name,section,team\n" + "".join(rows))
    monkeypatch.chdir(courses.root)
    monkeypatch.setenv("GRADER_GRADEBOOK", where.url.render_as_string(hide_password=False))
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    return courses


@pytest.fixture
def grader(course: CourseWriter, capsys: pytest.CaptureFixture[str]) -> Grader:
    """Runs a command, which must not fail; what it printed for people who read."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        assert ended.value.code == 0, printed.err
        return printed.out

    return run


def hand_in(course: CourseWriter, student: str, assignment: str, text: str, at: datetime = DUE) -> None:
    path = course.write(f"class/{student}/{assignment}.py", text)
    os.utime(path, (at.timestamp(), at.timestamp()))


def begun(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "grader", *arguments, "--isolation", "none"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def scores(out: str = "out") -> dict[tuple[str, str], float]:
    rows = json.loads(Path(out, "results.json").read_text())["grades"]
    return {(row["student"], row["assignment"]): row["score"] for row in rows}


def of_week(assignment: str) -> dict[str, float]:
    return {student: score for (student, each), score in scores().items() if each == assignment}


def moves(said: str) -> list[str]:
    """The lines of what moved, with those of its criteria."""
    return [line for line in said.splitlines() if re.match(r"s\d\d, |    \S", line)]


def kept(where: Address, assignment: str) -> int:
    with closing(open_gradebook(where)) as book:
        return sum(each == assignment for _, each in book.latest())


def test_a_semester_from_the_class_list_to_the_last_appeal(
    course: CourseWriter, grader: Grader, where: Address, tmp_path: Path
) -> None:
    assert "60 new, 0 changed, 0 as before" in grader("roster", "import", "class.csv")

    first_week(course, grader)
    second_week(course, grader)
    third_week(course, grader, where)

    # What was kept is in a copy as well, whatever database it was kept in.
    before = scores()
    grader("backup", str(tmp_path / "kept.sqlite3"))
    with closing(open_gradebook(tmp_path / "kept.sqlite3")) as copy:
        assert {key: entry.grade.score for key, entry in copy.latest().items()} == before
        assert len(copy.people()) == 60
    # One leaves without a trace, and nobody else is touched.
    grader("forget", "s59")
    assert scores() == {key: score for key, score in before.items() if key[0] != "s59"}
    with closing(open_gradebook(where)) as book:
        assert {key: entry.grade.score for key, entry in book.latest().items()} == scores()


# --- week 1: a rubric is mended, one appeals -------------------------------------------------------------------------


def first_week(course: CourseWriter, grader: Grader) -> None:
    kinds = (RIGHT, ONCE, NEARLY, "")  # in turn; the last hands in nothing
    alone = [each for each in PEOPLE if not any(each in team for team in TEAMS.values())]
    for student in alone:
        if text := kinds[number_of(student) % 4]:
            hand_in(course, student, "first", text)
    hand_in(course, "s00", "first", ONCE)  # for both owls
    hand_in(course, "s02", "first", NEARLY)  # for three hawks
    by_kind = {0: 2.0, 1: 1.0, 2: 0.0, 3: 0.0}
    want = {each: by_kind[number_of(each) % 4] for each in alone} | dict.fromkeys(TEAMS["owls"], 1.0)
    want |= dict.fromkeys(TEAMS["hawks"], 0.0)

    grader("grade", "class", "--assignment", "first", "--isolation", "none", "--quiet")

    assert of_week("first") == want
    missing = {each for each in alone if number_of(each) % 4 == 3}
    rows = json.loads(Path("out/results.json").read_text())["grades"]
    assert {row["student"] for row in rows if row["status"] == "missing"} == missing

    # Points of a person go before what was earned, and an appeal is answered by words.
    grader("override", "s06", "first", "any_number", "--points", "0.5", "--reason", "right but for rounding")
    grader("override", "s09", "first", "three", "--points", "0", "--reason", "a constant is no doubling")
    grader("comment", "s06", "first", "After your appeal: half a point.")
    # The public criterion was too narrow: who is nearly right earns it.
    course.write("assignments/first/test_public.py", WIDER)
    nearly = [each for each in alone if number_of(each) % 4 == 2] + list(TEAMS["hawks"])
    of_rubric = {each: (0, 1, "the rubric is another") for each in nearly if each != "s06"}
    of_person = {
        "s06": (0, 1.5, "the rubric is another and a person decided so"),
        "s09": (1, 0, "the rubric is another and a person decided so"),
    }
    expected = {"s06": MOVED_BY_BOTH, "s09": TAKEN_BY_PERSON} | dict.fromkeys(of_rubric, MOVED_BY_RUBRIC)
    moved = of_rubric | of_person
    lines = []
    for student in sorted(moved, key=lambda each: (-abs(moved[each][1] - moved[each][0]), each)):
        before, after, why = moved[student]
        lines += [f"{student}, first: {before:g} of 2 → {after:g} of 2 ({after - before:+g}), since {why}"]
        lines += expected[student]

    said = grader("regrade", "--assignment", "first", "--isolation", "none")

    assert "60 judged again (nobody's code run), 18 moved; 0 were by this rubric already" in said
    assert len(moved) == 13 + 3 + 1 + 1  # alone and nearly right, hawks, the appeal, the constant
    assert moves(said) == lines
    assert moves(grader("diff", "--assignment", "first")) == lines
    want |= dict.fromkeys(of_rubric, 1.0) | {"s06": 1.5, "s09": 0.0}
    assert of_week("first") == want
    page = Path("out/reports/s06/first.html").read_text()
    assert "After your appeal: half a point." in page
    assert "right but for rounding" in page

    # What is handed in once more counts instead.
    hand_in(course, "s07", "first", RIGHT)
    said = grader("grade", "class", "--assignment", "first", "--isolation", "none")
    assert moves(said)[0] == "s07, first: missing → 2 of 2 (+2), since a file was handed in"
    assert of_week("first") == want | {"s07": 2.0}


MOVED_BY_RUBRIC = ["    Twice three is right. failed 0/1 → passed 1/1 (+1)"]
MOVED_BY_BOTH = [*MOVED_BY_RUBRIC, "    Any number is doubled. failed 0/1 → failed 0.5/1 (+0.5)"]
TAKEN_BY_PERSON = ["    Twice three is right. passed 1/1 → passed 0/1 (-1)"]


SEEN_IN_CLASS = [
    "s10, first: 1 of 2 → 2 of 2 (+1), since a person decided so",
    "    Any number is doubled. failed 0/1 → failed 1/1 (+1)",
]


# --- week 2: late work, and extensions -------------------------------------------------------------------------------


def second_week(course: CourseWriter, grader: Grader) -> None:
    for student in PEOPLE:
        hours, _ = HOURS[number_of(student) % 5]
        text = ONCE if number_of(student) % 3 == 0 else RIGHT
        hand_in(course, student, "second", f"{text}# {student}\n", DUE + timedelta(hours=hours))
    earned = {each: 1.0 if number_of(each) % 3 == 0 else 2.0 for each in PEOPLE}
    for team in TEAMS.values():  # all members hand in, and the newest counts for each: hours after it was due
        newest = max(team, key=lambda each: HOURS[number_of(each) % 5][0])
        earned |= dict.fromkeys(team, earned[newest])
    tenths = {each: HOURS[number_of(each) % 5][1] for each in PEOPLE}
    tenths |= {"s00": 0, "s01": 0}  # 0.4 hours are within the grace
    tenths |= {"s02": 5, "s03": 5, "s04": 5}  # 192 hours are eight days: more than the most

    grader("grade", "class", "--assignment", "second", "--isolation", "none", "--quiet")

    assert of_week("second") == pytest.approx({each: earned[each] * (10 - tenths[each]) / 10 for each in PEOPLE})

    # More time: 49 hours end before the third night, or are two days after the first one; eight days stay too many.
    for student, end in (
        ("s08", "11-23T23:59"),
        ("s13", "11-21T23:59"),
        ("s09", "11-22T23:59"),
        ("s12", "11-21T12:00"),
    ):
        assert f"{student}, second: until" in grader("extend", student, "second", f"2026-{end}")
    extended = {"s08": 0, "s13": 2, "s09": 5, "s12": 0}
    before = {each: earned[each] * (10 - tenths[each]) / 10 for each in extended}
    after = {each: earned[each] * (10 - extended[each]) / 10 for each in extended}
    assert (before["s08"], after["s08"]) == (1.4, 2.0)
    assert (before["s13"], after["s13"]) == (1.4, 1.6)
    assert (before["s09"], after["s09"]) == (0.5, 0.5)
    assert (before["s12"], after["s12"]) == (0.9, 1.0)

    said = grader("regrade", "--assignment", "second", "--isolation", "none")

    assert moves(said) == [
        "s08, second: 1.4 of 2 → 2 of 2 (+0.6), since what is taken off for the time is another",
        "s13, second: 1.4 of 2 → 1.6 of 2 (+0.2), since what is taken off for the time is another",
        "s12, second: 0.9 of 2 → 1 of 2 (+0.1), since what is taken off for the time is another",
    ]
    tenths |= extended
    assert of_week("second") == pytest.approx({each: earned[each] * (10 - tenths[each]) / 10 for each in PEOPLE})

    # One late day is free from now on: of eight days enough are left to lose the most.
    course.write("course.toml", "free_late_days = 1\n")
    with_free_day = {each: tenths[each] - (0 < tenths[each] < 5) for each in PEOPLE}
    moved = [each for each in PEOPLE if with_free_day[each] != tenths[each]]
    assert len(moved) == 10 + 10  # of twelve who were half a day late, and of twelve who were two, without four above
    was, now = (
        {each: f"{earned[each] * (10 - lost[each]) / 10:g}" for each in moved} for lost in (tenths, with_free_day)
    )
    lines = [
        f"{each}, second: {was[each]} of 2 → {now[each]} of 2 (+{earned[each] / 10:g}), "
        "since what is taken off for the time is another"
        for each in sorted(moved, key=lambda each: (-earned[each], each))
    ]

    said = grader("regrade", "--assignment", "second", "--isolation", "none")

    assert moves(said) == lines
    assert of_week("second") == pytest.approx({each: earned[each] * (10 - with_free_day[each]) / 10 for each in PEOPLE})


# --- week 3: killed in the middle, and two graders at once -----------------------------------------------------------


def third_week(course: CourseWriter, grader: Grader, where: Address) -> None:
    before = scores()
    for student in PEOPLE:
        text = (RIGHT, ONCE, NEARLY)[number_of(student) % 3]
        hand_in(course, student, "third", f"{WAITS}{text}" if number_of(student) >= 58 else text)
    by_kind = {0: 4.0, 1: 3.0, 2: 0.0}
    want = {each: by_kind[number_of(each) % 3] for each in PEOPLE}
    for team in TEAMS.values():  # handed in at the same time, and not alike: nothing is guessed, each has their own
        want |= {each: by_kind[number_of(each) % 3] for each in team}

    running = begun("grade", "class", "--assignment", "third", "--jobs", "2")
    until(lambda: kept(where, "third") or running.poll() is not None)
    assert running.poll() is None, running.communicate()
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=PATIENCE)
    assert 0 < kept(where, "third") < 60

    # One completes it in a folder of their own, another looks at all weeks, and a third decides meanwhile.
    together = [
        begun("grade", "class", "--assignment", "third", "--out", "out-of-another", "--json"),
        begun("grade", "class", "--json"),
    ]
    grader("override", "s10", "first", "any_number", "--points", "1", "--reason", "seen in class")
    for each in together:
        out, err = each.communicate(timeout=PATIENCE)
        assert each.returncode == 0, err
        graded = {row["student"]: row["score"] for row in json.loads(out)["grades"] if row["assignment"] == "third"}
        assert graded == want

    said = grader("grade", "class", "--isolation", "none")

    now = scores()
    assert now == before | {(each, "third"): score for each, score in want.items()} | {("s10", "first"): 2.0}
    assert moves(said) in ([], SEEN_IN_CLASS)  # nothing, where the run above was late enough
    assert sum(now.values()) == pytest.approx(sum(before.values()) + 1 + 20 * 4 + 20 * 3)
    with closing(open_gradebook(where)) as book:
        assert {key: entry.grade.score for key, entry in book.latest().items()} == now
        assert len(book.people()) == 60
    which_attempt_counts(course, grader)


def which_attempt_counts(course: CourseWriter, grader: Grader) -> None:
    """Two hand in once more: the newest counts, then the best, and at last the one that a person chose."""
    later = DUE + timedelta(days=30)
    hand_in(course, "s10", "third", NEARLY + "# again\n", later)
    hand_in(course, "s11", "third", RIGHT + "# again\n", later)
    said = grader("grade", "class", "--assignment", "third", "--isolation", "none")
    assert [line for line in moves(said) if line.startswith("s")] == [
        "s11, third: 0 of 4 → 4 of 4 (+4), since other code was handed in",
        "s10, third: 3 of 4 → 0 of 4 (-3), since other code was handed in",
    ]

    rules = course.root / "assignments/third/assignment.toml"
    rules.write_text(rules.read_text() + '\n[attempts]\ncounts = "best"\n')
    said = grader("regrade", "--assignment", "third", "--isolation", "none")
    assert [line.partition(", since")[0] for line in moves(said) if line.startswith("s")] == [
        "s10, third: 0 of 4 → 3 of 4 (+3)"
    ]
    assert (of_week("third")["s10"], of_week("third")["s11"]) == (3.0, 4.0)

    first = hashlib.sha256(NEARLY.encode()).hexdigest()[:12]
    grader("override", "s11", "third", "--attempt", first, "--reason", "the later one is a friend's, as both say")
    said = grader("regrade", "--assignment", "third", "--isolation", "none")
    assert [line.partition(", since")[0] for line in moves(said) if line.startswith("s")] == [
        "s11, third: 4 of 4 → 0 of 4 (-4)"
    ]
    assert (of_week("third")["s10"], of_week("third")["s11"]) == (3.0, 0.0)
