"""`grader forget`: one student goes without a trace, the others stay as they are, and nothing outside is touched."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main
from tests.conftest import CourseWriter

RIGHT = "def twice(x):\n    return 2 * x\n"
THRICE = "def twice(x):\n    return 3 * x\n"
NAME = "zoe-4711"  # found nowhere by chance


@pytest.fixture
def grader(capsys: Any, monkeypatch: pytest.MonkeyPatch, courses: CourseWriter) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line in the course folder."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.chdir(courses.root)
        with pytest.raises(SystemExit) as done:
            main(list(map(str, arguments)))
        out, err = capsys.readouterr()
        assert isinstance(done.value.code, int)
        return done.value.code, out, err

    return run


@pytest.fixture
def graded(grader: Callable[..., tuple[int, str, str]], courses: CourseWriter) -> Callable[..., Path]:
    """Makes an output folder of a class by its students' sources."""

    def make(**sources: str) -> Path:
        courses.add()
        courses.root.joinpath("submissions").mkdir(exist_ok=True)
        for student, source in sources.items():
            courses.write(f"submissions/{student.replace('_', '-')}/twice.py", source)
        code, _, err = grader("grade", "submissions", "--out", "out", "--isolation", "none", "--quiet")
        assert (code, err) == (0, "")
        return Path(courses.root / "out")

    return make


def everything(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_no_byte_of_the_output_names_the_student_any_more(grader, graded):
    out = graded(ada=RIGHT, bob=THRICE, zoe_4711="print('my secret 8642')\n" + THRICE)

    code, said, _ = grader("forget", NAME)

    left = everything(out)
    assert code == 0
    assert not [name for name, data in left.items() if NAME.encode() in data or NAME in name]
    assert not [name for name, data in left.items() if b"my secret 8642" in data]
    assert "1 grade in the gradebook, 1 recording that nobody else has, 2 pages in" in said
    assert "1 row in results.json" in said


def test_the_others_are_left_as_a_class_without_the_student_leaves_them(grader, graded, courses):
    out = graded(ada=THRICE, bob=THRICE, zoe_4711=THRICE, kim=RIGHT)
    before = everything(out)

    grader("forget", NAME)

    forgotten = everything(out)
    courses.root.joinpath("submissions", NAME, "twice.py").unlink()
    courses.root.joinpath("submissions", NAME).rmdir()
    graded()
    assert {name: forgotten[name] for name in forgotten if ".sqlite3" not in name} == {
        name: data for name, data in everything(out).items() if ".sqlite3" not in name
    }
    assert {name for name in before if name not in forgotten} == {
        f"{each}/{NAME}/twice.html" for each in ("reports", "staff")
    }


def test_a_recording_that_another_student_has_too_stays(grader, graded):
    graded(ada=THRICE, bob=THRICE)

    _, said, _ = grader("forget", "ada")

    assert "0 recordings that nobody else has" in said


def test_all_attempts_are_forgotten(grader, graded):
    graded(ada=RIGHT, bob=RIGHT)
    graded(ada=THRICE)

    assert "2 grades in the gradebook" in grader("forget", "ada")[1]


@pytest.mark.parametrize(
    "student", ["eve", "ADA", "", "..", ".", "../reports/ada", "a*", "'; DROP TABLE grades; --", "\x1b[31m"]
)
def test_an_unknown_student_is_an_error_that_changes_nothing(grader, graded, student):
    out = graded(ada=RIGHT)
    before = everything(out)

    code, said, err = grader("forget", "--", student)

    assert (code, said, "\x1b" in err) == (2, "", False)
    assert err.endswith("write the id as results.json does, capitals too; --out names the folder\n")
    assert ("did you mean 'ada'?" in err) == (student == "ADA")
    assert everything(out) == before


def test_a_student_is_forgotten_once(grader, graded):
    graded(ada=RIGHT, bob=RIGHT)
    grader("forget", "ada")

    assert grader("forget", "ada")[0] == 2


def test_a_folder_that_was_never_graded_into_is_not_made(grader, graded, courses):
    graded(ada=RIGHT)

    code, _, err = grader("forget", "ada", "--out", "elsewhere")

    assert (code, "--out" in err, (courses.root / "elsewhere").exists()) == (2, True, False)


def test_the_last_student_leaves_an_empty_class(grader, graded):
    out = graded(ada=RIGHT)

    assert grader("forget", "ada")[0] == 0
    assert json.loads((out / "results.json").read_bytes())["grades"] == []


def test_a_student_whose_id_differs_in_capitals_stays(grader, graded):
    out = graded(ada=RIGHT, Ada=THRICE)

    code, said, _ = grader("forget", "Ada")

    assert (code, "2 pages" in said) == (0, True)
    assert [row["student"] for row in json.loads((out / "results.json").read_bytes())["grades"]] == ["ada"]
    assert [path.name for path in (out / "reports").iterdir()] == ["ada"]


@pytest.mark.parametrize("name", ["reports", "staff", "class", "results.json", "index.html", "gradebook.sqlite3"])
def test_a_link_out_of_the_folder_stops_it_before_anything_is_done(grader, graded, tmp_path, name):
    out = graded(ada=RIGHT)
    (out / name).rename(tmp_path / "outside")
    (out / name).symlink_to(tmp_path / "outside")
    before = everything(out)

    code, _, err = grader("forget", "ada")

    assert (code, "is a link" in err) == (2, True)
    assert everything(out) == before


def test_a_link_in_the_place_of_the_students_folder_goes_and_what_it_leads_to_stays(grader, graded, tmp_path):
    out = graded(ada=RIGHT)
    (out / "reports" / "ada").rename(tmp_path / "kept")
    (out / "reports" / "ada").symlink_to(tmp_path / "kept")

    assert grader("forget", "ada")[0] == 0
    assert (tmp_path / "kept" / "twice.html").exists()
    assert not os.path.lexists(out / "reports" / "ada")


def test_a_student_whom_the_gradebook_alone_knows_is_forgotten(grader, graded, courses):
    out = graded(ada=RIGHT, bob=RIGHT)
    for folder in (courses.root / "submissions/ada", out / "reports/ada", out / "staff/ada"):
        shutil.rmtree(folder)
    graded()  # as after an interruption: the results are written, the pages gone, the gradebook is not reached

    code, said, _ = grader("forget", "ada")

    assert (code, "1 grade in the gradebook" in said, "0 pages" in said) == (0, True, True)


def test_pages_of_a_run_without_results_are_found_by_their_folders(grader, graded):
    out = graded(ada=RIGHT, bob=RIGHT)
    for name in ("results.json", "gradebook.sqlite3"):
        (out / name).unlink()

    code, said, _ = grader("forget", "ada")

    assert (code, "2 pages" in said, (out / "index.html").exists()) == (0, True, False)
    assert not (out / "gradebook.sqlite3").exists()


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_found_however_its_accents_are_written(grader, courses, forms):
    graded_as, typed = (unicodedata.normalize(form, "José") for form in forms)
    courses.add()
    courses.write(f"submissions/{graded_as}/twice.py", RIGHT)
    grader("grade", "submissions", "--out", "out", "--isolation", "none", "--quiet")

    code, said, _ = grader("forget", typed)

    assert (code, "1 grade in the gradebook" in said, "2 pages" in said) == (0, True, True)
    assert not list((courses.root / "out").glob("reports/*"))


def test_a_person_on_the_roster_is_forgotten_with_name_and_address(grader, graded, courses):
    out = graded(ada=RIGHT, zoe_4711=THRICE)
    courses.write("class.csv", f"id,name,email\nada,Ada,\n{NAME},Zoe Unusual,unusual@example.edu\nkim,Kim,\n")
    grader("roster", "import", "class.csv")

    code, said, err = grader("forget", NAME)

    assert code == 0
    assert "the entry on the roster" in said
    assert "nor a backup is touched" in err
    assert not [path for path, data in everything(out).items() if b"nusual" in data]
    assert "Kim" in grader("roster", "show")[1]


def test_a_person_who_is_on_the_roster_alone_can_be_forgotten(grader, courses):
    courses.add()
    courses.write("class.csv", f"id,name\n{NAME},Zoe\nkim,Kim\n")
    grader("roster", "import", "class.csv")

    assert grader("forget", NAME)[0] == 0

    assert NAME not in grader("roster", "export")[1]
    assert grader("forget", NAME)[0] == 2
