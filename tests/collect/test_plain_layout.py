"""Everybody who handed in has a row, or the run ends and says what to name instead: folders and archives alike."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from grader.collect.classroom import classroom, collect
from grader.collect.hand_in import HandIn
from grader.course.assignment import Assignment
from grader.errors import UsageError
from grader.records import Status, TroubleKind
from grader.words.hand_ins import trouble_sentence
from tests.collect.packing import PACKERS
from tests.conftest import CourseWriter

CODE = b"def twice(x):\n    return 2 * x\n"
Rows = Callable[..., list[HandIn]]


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add()


@pytest.fixture(params=["folder", *PACKERS])
def rows(request: pytest.FixtureRequest, tmp_path: Path, assignment: Assignment) -> Rows:
    """Collects a class of some paths; from a folder, a zip, a tar.gz."""

    def made(paths: Sequence[str], *, named: str = "week1") -> list[HandIn]:
        if request.param != "folder":
            path = tmp_path / f"{named}.{request.param}"
            path.write_bytes(PACKERS[request.param]([(name, b"" if name.endswith("/") else CODE) for name in paths]))
            return collect(path, [assignment])
        for name in paths:
            path = tmp_path / named / name
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_bytes(CODE)
        return collect(tmp_path / named, [assignment])

    return made


def graded(rows: Sequence[HandIn]) -> list[str]:
    return [row.student for row in rows if row.status is Status.GRADED]


@pytest.mark.parametrize("stray", ["desktop.ini", "README.txt", "grades.csv", "notes.py", "__MACOSX/._x", ".DS_Store"])
def test_a_stray_file_beside_the_folder_around_a_class_is_nobody(rows, stray):
    found = rows(["subs/ada/twice.py", "subs/bob/twice.py", "subs/cy/", stray])

    assert [(row.student, row.status) for row in found] == [
        ("ada", Status.GRADED),
        ("bob", Status.GRADED),
        ("cy", Status.MISSING),
    ]


@pytest.mark.parametrize(
    ("paths", "instead"),
    [
        (["monday/ada/twice.py", "monday/bob/twice.py", "friday/cy/twice.py", "friday/dan/twice.py"], "friday"),
        (["out/subs/ada/twice.py", "out/subs/bob/twice.py"], "out"),
        (["subs/ada/twice.py", "subs/bob/twice.py", "docs/plan/x.md", "more/"], "subs"),
        (["subs/ada/twice.py", "subs/bob/twice.py", "zed/twice.py"], "subs"),
    ],
)
def test_two_folders_around_a_class_or_one_too_deep_end_the_run_and_say_what_to_name(rows, paths, instead):
    with pytest.raises(UsageError, match="hand-ins lie deeper") as raised:
        rows(paths)

    assert re.search(rf"(unpack it, .*, as |/){instead}$", raised.value.remedy)


@pytest.fixture(params=["folder", *PACKERS])
def packed_rows(request: pytest.FixtureRequest, tmp_path: Path, assignment: Assignment) -> Callable[..., list[HandIn]]:
    """Collects a class of archives, each by its path with the paths in it; others are files and folders."""

    def made(archives: dict[str, list[str]], others: Sequence[str] = ()) -> list[HandIn]:
        files = [(name, b"" if name.endswith("/") else CODE) for name in others]
        files += [(path, PACKERS["zip"]([(name, CODE) for name in inside])) for path, inside in archives.items()]
        if request.param != "folder":
            path = tmp_path / f"week1.{request.param}"
            path.write_bytes(PACKERS[request.param](files))
            return collect(path, [assignment])
        for name, content in files:
            path = tmp_path / "week1" / name
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_bytes(content)
        return collect(tmp_path / "week1", [assignment])

    return made


@pytest.mark.parametrize("around", ["", "subs/"])
def test_archives_that_are_named_by_people_are_students(packed_rows, around):
    archives = {"Müller, Ana.zip": ["twice.py"], "bob.zip": ["homework/twice.py"], "cy.zip": ["notes.txt"]}

    found = packed_rows({f"{around}{name}": inside for name, inside in archives.items()})

    assert [(row.student, row.status) for row in found] == [
        ("Müller, Ana", Status.GRADED),
        ("bob", Status.GRADED),
        ("cy", Status.MISSING),
    ]


def test_an_archive_beside_students_folders_is_a_student_if_it_holds_a_hand_in(packed_rows):
    archives = {"bob.zip": ["twice.py"], "material.zip": ["slides.txt"], "all.zip": ["ada/twice.py", "bob/twice.py"]}

    assert graded(packed_rows(archives, ["ada/twice.py"])) == ["ada", "bob"]


def test_an_archive_that_cannot_be_read_is_a_row(tmp_path, assignment):
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class/ada/twice.py").write_bytes(CODE)
    (tmp_path / "class/bob.zip").write_bytes(b"no archive")

    found = collect(tmp_path / "class", [assignment])

    assert [(row.student, row.status) for row in found] == [("ada", Status.GRADED), ("bob", Status.REJECTED)]


def test_an_archive_called_after_the_student_whose_folder_it_lies_in_is_the_hand_in(packed_rows):
    assert graded(packed_rows({"ada/ada.zip": ["twice.py"]}, ["bob/twice.py"])) == ["ada", "bob"]


def test_archives_in_folders_that_may_be_students_or_classes_end_the_run_and_say_what_was_seen(packed_rows):
    with pytest.raises(UsageError, match=r"hand-ins lie deeper, in monday"):
        packed_rows({"monday/v1.zip": ["twice.py"], "monday/v2.zip": ["twice.py"]})


def test_an_archive_of_another_name_in_the_only_folder_is_a_student_s(packed_rows):
    assert [row.student for row in packed_rows({"ada/homework.zip": ["twice.py"]})] == ["ada"]


def test_a_student_s_own_folder_is_no_class(rows):
    with pytest.raises(UsageError, match=r"holds twice\.py itself") as raised:
        rows(["twice.py", "figures/plot.png"])

    assert "ada/twice.py" in raised.value.remedy


def test_students_who_unpacked_something_are_students(rows):
    found = rows(["ada/pack/twice.py", "bob/homework/twice.py", "cy/twice.py", "dan/v1/twice.py", "dan/v2/other.py"])

    assert graded(found) == ["ada", "bob", "cy", "dan"]


@pytest.mark.parametrize("name", ["pack", "homework"])
def test_a_class_of_one_who_unpacked_something_is_a_student(rows, name):
    assert graded(rows([f"ada/{name}/twice.py"])) == ["ada"]


@pytest.mark.parametrize("around", ["subs", "Submissions", "week1"])
def test_a_folder_around_a_class_of_one_is_known_by_its_name(rows, around):
    assert graded(rows([f"{around}/ada/twice.py"])) == ["ada"]


def test_a_class_in_which_every_name_is_another_is_still_one_of_students(rows):
    assert [row.student for row in rows(["subs/ada/hw.py", "subs/bob/hw.py"])] == ["ada", "bob"]


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX",
        "__pycache__",
        "@eaDir",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "node_modules",
        ".git",
    ],
)
def test_what_systems_and_tools_make_is_no_student(rows, name):
    assert [row.student for row in rows(["ada/twice.py", f"{name}/twice.py", f"ada/{name}/twice.py"])] == ["ada"]


def test_an_earlier_output_is_no_student(rows):
    output = [f"out/{name}" for name in ("results.json", "index.html", "gradebook.sqlite3", "reports/ada/twice.html")]

    assert [row.student for row in rows(["ada/twice.py", *output])] == ["ada"]


def test_the_output_that_is_about_to_be_written_is_no_student(tmp_path, assignment):
    for name in ("ada/twice.py", "grades/x.txt"):
        (tmp_path / "class" / name).parent.mkdir(parents=True)
        (tmp_path / "class" / name).write_bytes(CODE)

    found = collect(tmp_path / "class", [assignment], without=[tmp_path / "class" / "grades"])

    assert [row.student for row in found] == ["ada"]


@pytest.mark.parametrize("name", ["Müller, Ana", "O'Brien", "Ada (late) [2]", "-rf", "=1+1", "::error::x"])
def test_ids_are_as_people_have_them(rows, name):
    assert graded(rows([f"{name}/twice.py", "bob/twice.py"])) == sorted([name, "bob"])


def test_a_second_name_of_a_file_of_the_course_is_refused_and_of_anything_else_taken(tmp_path, courses, assignment):
    for name in ("ada", "bob", "cy"):
        (tmp_path / "class" / name).mkdir(parents=True)
    os.link(courses.root / "reference/twice/solution.py", tmp_path / "class/ada/twice.py")
    (tmp_path / "class/bob/twice.py").write_bytes(CODE)
    os.link(tmp_path / "class/bob/twice.py", tmp_path / "class/cy/twice.py")

    ada, bob, cy = collect(tmp_path / "class", [assignment])

    assert [row.status for row in (ada, bob, cy)] == [Status.REJECTED, Status.GRADED, Status.GRADED]
    assert ada.trouble is not None
    assert ada.trouble.kind is TroubleKind.OF_COURSE
    assert "Hand in a file of its own" in trouble_sentence(ada.trouble)


def test_what_is_near_is_found_whatever_else_a_folder_holds(tmp_path, assignment):
    for number in range(2500):
        path = tmp_path / "class" / "ada" / "data" / str(number % 50) / f"{number}.npy"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "class/ada/pack").mkdir()
    (tmp_path / "class/ada/pack/twice.py").write_bytes(CODE)

    assert graded(collect(tmp_path / "class", [assignment])) == ["ada"]


def test_what_lies_beside_students_folders_and_looks_handed_in_is_named(tmp_path, assignment):
    for name in ("ada/twice.py", "bob.rar", "cy_twice.py", "notes.txt", "eve.tar"):
        (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "class" / name).write_bytes(CODE)

    assert classroom(tmp_path / "class", [assignment]).passed_over == ("bob.rar", "cy_twice.py", "eve.tar")
