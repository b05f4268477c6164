"""A class of six with a roster, from the list to the exports: everybody has a row, and nobody is dropped."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader.cli import main
from tests.conftest import PUBLIC, STUB, CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"
THRICE = "def twice(x):\n    return 3 * x\n"
LIST = """\
id,name,email,section,team,SIS User ID
ada,Ada Lovelace,ada@example.edu,A,,100
bob,Bob <b>Bold</b>,bob@example.edu,A,owls,101
eve,Eve,eve@example.edu,B,owls,102
kim,Kim,kim@example.edu,B,,103
zoë,Zoë,zoe@example.edu,B,,104
"""


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def grader(capsys: Any, monkeypatch: pytest.MonkeyPatch, courses: CourseWriter) -> Run:
    """Runs a command line in the course folder."""

    def run(*arguments: object) -> Said:
        monkeypatch.chdir(courses.root)
        with pytest.raises(SystemExit) as done:
            main(list(map(str, arguments)))
        out, err = capsys.readouterr()
        assert isinstance(done.value.code, int)
        return Said(done.value.code, out, err)

    return run


@pytest.fixture
def hand_in(courses: CourseWriter) -> Callable[..., Path]:
    """Puts a hand-in there, at a time in minutes."""

    def put(student: str, source: str, *, name: str = "twice", minutes: int = 0) -> Path:
        path = courses.write(f"submissions/{student}/{name}.py", source)
        os.utime(path, (1_700_000_000 + 60 * minutes,) * 2)
        return path

    return put


@pytest.fixture
def grade(grader: Run, courses: CourseWriter, hand_in: Callable[..., Path]) -> Run:
    """Grades a class with a roster: ada right, bob for his team, kim and zoë nothing, and one who is not on it."""
    courses.add()
    courses.write("class.csv", LIST)
    hand_in("ada", RIGHT)
    hand_in("bob", THRICE)
    hand_in("ZOE", RIGHT)
    assert grader("roster", "import", "class.csv").code == 0

    def run(*more: object) -> Said:
        return grader("grade", "submissions", "--isolation", "none", "--quiet", *more)

    return run


def results(out: str = "out") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path(out, "results.json").read_bytes())
    return document


def rows(assignment: str = "twice") -> dict[str, tuple[str, float]]:
    grades = [each for each in results()["grades"] if each["assignment"] == assignment]
    return {each["student"]: (each["status"], each["score"]) for each in grades}


# --- everybody has a row ---------------------------------------------------------------------------------------------


def test_who_handed_in_nothing_has_a_row_in_results_class_page_and_exports(grade, grader):
    said = grade()

    assert said.code == 0
    assert rows()["kim"] == rows()["zoë"] == ("missing", 0)
    assert rows()["ada"][0] == "graded"
    overview = Path("out/index.html").read_text()
    assert '<th scope="row">kim</th>' in overview
    assert "reports/kim/twice.html" in Path("out/class/twice.html").read_text()
    assert "Nothing was handed in." in Path("out/reports/kim/twice.html").read_text()
    exported = list(csv.DictReader(grader("export", "csv").out.splitlines()))
    assert [row["student"] for row in exported] == ["ZOE", "ada", "bob", "eve", "kim", "zoë"]
    assert next(row for row in exported if row["student"] == "kim")["twice status"] == "missing"


def test_the_table_in_the_terminal_has_everybody_too(grade, grader):
    grade()

    said = grader("grade", "submissions", "--isolation", "none")

    assert "zoë" in said.out
    assert "6 hand-ins: 4 graded, 2 missing" in said.out
    assert "need a person: 1 not on the roster; they stand first on the class page" in said.out


def test_every_assignment_that_is_graded_has_a_row_for_everybody(grade, courses, hand_in):
    courses.add("second")
    hand_in("kim", RIGHT, name="second")

    grade()

    assert {status for status, _ in rows("second").values()} == {"graded", "missing"}
    assert set(rows("second")) == set(rows("twice")) == {"ZOE", "ada", "bob", "eve", "kim", "zoë"}


def test_who_hands_in_later_is_graded_in_the_same_row(grade, hand_in):
    grade()
    hand_in("kim", RIGHT)

    grade()

    assert rows()["kim"] == ("graded", 2.0)


def test_without_a_roster_there_are_no_rows_but_those_of_hand_ins(grade):
    grade("--out", "elsewhere")

    assert {each["student"] for each in results("elsewhere")["grades"]} == {"ZOE", "ada", "bob"}
    assert "not_on_roster" not in results("elsewhere")
    assert "roster" not in Path("elsewhere/index.html").read_text()


def test_a_grade_from_an_earlier_run_is_not_taken_for_nothing_when_the_folder_is_elsewhere(grade, grader, hand_in):
    hand_in("kim", RIGHT)
    grade()
    Path("submissions").rename("first-week")
    hand_in("zoë", THRICE)

    said = grade("--force")

    assert said.code == 0
    assert (rows()["kim"], rows()["ada"], rows()["zoë"]) == (("graded", 2.0), ("graded", 2.0), ("graded", 0.0))
    assert rows()["eve"] == ("graded", 0.0)
    assert Path("out/reports/kim/twice.html").is_file()
    assert {row["student"] for row in csv.DictReader(grader("export", "csv").out.splitlines())} == {
        *("ada", "bob", "eve", "kim", "zoë")
    }


def test_a_hand_in_that_was_refused_in_an_earlier_run_is_not_taken_for_nothing_either(grade, hand_in):
    hand_in("kim", RIGHT).write_bytes(b"def twice(x):\n    return 2 * x  # " + b"x" * (1 << 20))
    hand_in("ada", RIGHT).rename("submissions/ada/homework.py")
    grade()
    before = {name: (rows()[name], page(name)) for name in ("kim", "ada")}
    Path("submissions").rename("first-week")
    hand_in("zoë", THRICE)

    grade()

    assert {name: (rows()[name], page(name)) for name in ("kim", "ada")} == before
    assert before["kim"][0] == ("rejected", 0.0)
    assert "Nothing was handed in" not in page("kim") + page("ada")


def test_a_folder_that_is_empty_now_is_a_hand_in_that_is_missing(grade, hand_in):
    path = hand_in("kim", RIGHT)
    grade()
    path.rename(path.with_name("notes.txt"))

    grade()

    assert rows()["kim"] == ("missing", 0)


# --- who is not on the roster ----------------------------------------------------------------------------------------


def test_who_is_not_on_the_roster_is_graded_and_listed_with_a_near_miss(grade):
    said = grade()

    assert rows()["ZOE"] == ("graded", 2.0)
    assert said.err == "not on the roster, and graded all the same: ZOE (perhaps zoë)\n"
    assert '<li><a href="staff/ZOE/twice.html">ZOE</a> perhaps zoë</li>' in Path("out/index.html").read_text()
    assert results()["not_on_roster"] == ["ZOE"]


def test_json_says_who_is_not_on_the_roster(grade):
    assert json.loads(grade("--json").out)["not_on_roster"] == ["ZOE"]


# --- names -----------------------------------------------------------------------------------------------------------


def texts(folder: str) -> str:
    return "".join(path.read_text() for path in sorted(Path(folder).rglob("*.html")))


def test_pages_carry_no_name_unless_asked(grade):
    grade()

    said = texts("out")
    assert not [name for name in ("Lovelace", "Bold", "example.edu") if name in said]


def test_names_show_on_pages_for_staff_alone_and_go_when_they_are_not_asked_for_any_more(grade):
    grade()
    grade("--names")

    assert "Lovelace" in Path("out/index.html").read_text()
    assert '<p class="student">ada <span class="name">Ada Lovelace</span> · ' in texts("out/staff/ada")
    assert "Bob &lt;b&gt;Bold&lt;/b&gt;" in texts("out/staff/bob")
    assert "Lovelace" not in texts("out/reports")
    assert "example.edu" not in texts("out")
    named = texts("out/staff")
    grade("--names")
    assert texts("out/staff") == named

    grade()

    assert "Lovelace" not in texts("out")


def test_names_without_a_roster_are_a_sentence(grade):
    said = grade("--names", "--out", "elsewhere")

    assert said.code == 2
    assert said.err == ("Error: there is no roster with names\n  → make one with `grader roster import FILE.csv`\n")


def test_a_table_has_names_addresses_and_sections_only_where_they_are_asked_for(grade, grader):
    grade()

    plain, named = (grader("export", "csv", *more).out.splitlines() for more in ((), ("--names",)))

    assert plain[0].startswith("student,twice score,")
    assert named[0].startswith("student,name,email,section,twice score,")
    ada, unknown = (next(row for row in csv.DictReader(named) if row["student"] == who) for who in ("ada", "ZOE"))
    assert (ada["name"], ada["email"], ada["section"]) == ("Ada Lovelace", "ada@example.edu", "A")
    assert (unknown["name"], unknown["email"], unknown["section"]) == ("", "", "")
    assert [row["total"] for row in csv.DictReader(plain)] == [row["total"] for row in csv.DictReader(named)]


def test_a_form_without_a_place_for_names_says_so(grade, grader):
    grade()

    assert grader("export", "junit", "--names").err.startswith("Error: there are no names in junit\n")
    assert grader("export", "csv", "nowhere", "--names").code == 2


# --- teams -----------------------------------------------------------------------------------------------------------


def page(student: str) -> str:
    return Path(f"out/reports/{student}/twice.html").read_text()


def test_one_hand_in_is_a_row_for_each_of_a_team_and_the_page_says_by_whom(grade):
    said = grade()

    assert rows()["eve"] == rows()["bob"] == ("graded", 0.0)
    assert "Handed in by bob for the team owls." in page("eve")
    assert "for the team" not in page("bob")
    assert "owls" not in said.err


def test_an_untouched_stub_of_one_member_does_not_keep_the_teams_hand_in_from_them(grade, hand_in):
    hand_in("eve", STUB)

    grade()

    assert "Handed in by bob for the team owls." in page("eve")


def test_of_two_files_of_a_team_the_newest_is_everybodys(grade, hand_in):
    hand_in("eve", RIGHT, minutes=30)

    grade()

    assert rows()["bob"] == rows()["eve"] == ("graded", 2.0)
    assert "Handed in by eve for the team, later than “twice.py”, which was not graded." in page("bob")


def test_two_files_at_one_time_are_not_guessed_between_but_listed(grade, hand_in):
    hand_in("eve", RIGHT)

    said = grade()

    assert (rows()["bob"], rows()["eve"]) == (("graded", 0.0), ("graded", 2.0))
    assert said.err.count("different files were handed in for the team owls") == 2
    assert "different files were handed in for the team owls" in Path("out/index.html").read_text()


def test_a_third_member_gets_neither_of_two_files(grade, grader, hand_in, courses):
    courses.write("class.csv", LIST.replace("Kim,kim@example.edu,B,", "Kim,kim@example.edu,B,owls"))
    grader("roster", "import", "class.csv")
    hand_in("eve", RIGHT)

    said = grade()

    assert rows()["kim"] == ("missing", 0)
    assert "kim, twice: Different files were handed in for the team owls" in said.err


def test_who_hands_in_for_a_team_is_forgotten_by_it_too(grade, grader, courses):
    grade("--names")

    assert grader("forget", "bob").code == 0

    kept = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert not [path for path, data in kept.items() if b"bob" in data or "bob" in str(path)]
    assert "Handed in by another member of the team." in page("eve")
    assert rows()["eve"] == ("graded", 0.0)
    assert "Ada Lovelace" in Path("out/index.html").read_text()
    assert results()["not_on_roster"] == ["ZOE"]


def test_who_handed_in_for_a_team_is_forgotten_by_what_it_was_shown_too(grade, grader, hand_in):
    grade()
    assert grader("publish").code == 0
    hand_in("eve", RIGHT)  # by now something else is in the reports than was published
    grade()

    assert grader("forget", "bob").code == 0

    kept = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert not [path for path, data in kept.items() if b"bob" in data or "bob" in str(path)]
    assert "Handed in by another member of the team." in Path("out/published/eve/twice.html").read_text()
    assert grader("diff", "--published").code == 0


def test_a_regrade_keeps_names_teams_and_who_is_not_on_the_roster(grade, grader, courses):
    grade("--names")
    courses.write("assignments/twice/test_public.py", PUBLIC.replace("x=3.0", "x=4.0"))

    said = grader("regrade", "--isolation", "none")

    assert "judged again" in said.out
    assert results()["not_on_roster"] == ["ZOE"]
    assert '<li><a href="staff/ZOE/twice.html">ZOE</a> perhaps zoë</li>' in Path("out/index.html").read_text()
    assert "Ada Lovelace" in texts("out/staff/ada")
    assert "Handed in by bob for the team owls." in page("eve")
    assert rows()["kim"] == ("missing", 0)
