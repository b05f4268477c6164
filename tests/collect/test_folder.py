"""A folder of hand-ins: one row for each student and assignment, whatever people put there."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from grader.collect.classroom import collect
from grader.collect.ids import student_id
from grader.course.assignment import Assignment
from grader.errors import UsageError
from grader.records import Status, Submission
from grader.words.hand_ins import trouble_sentence
from tests.conftest import CourseWriter

ROOT = os.geteuid() == 0
ODD_NAMES = ["-rf", "a..b", "a\nb", "a\tb", "ada;ls", "<b>", "=1+1", "a\u202eb", "a\\b", "x" * 200]
GOOD_NAMES = ["ada", "Müller, Ana", "O'Brien", "Ada (2) [late]", "_ada_", "ada.l", "ada+2", "s-123456"]
GOOD_NAMES += ["ada@example.org", "Ада", "josé", "学生", "٣", "x" * 100]


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "submissions"
    path.mkdir()
    return path


def put(folder: Path, *parts: str, content: str = "x = 1\n") -> None:
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def only(folder: Path, assignment: Assignment) -> Submission:
    (hand_in,) = collect(folder, [assignment])
    return hand_in.submission()


def said(folder: Path, assignment: Assignment) -> str:
    """The sentence about the only hand-in."""
    return trouble_sentence(only(folder, assignment).trouble)


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_usable_id_is_taken_as_it_is(folder, assignment, name):
    put(folder, name, "twice.py")

    submission = only(folder, assignment)

    assert (submission.student, submission.status) == (name, Status.GRADED)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_id_is_graded_and_shown_with_what_cannot_be_seen_written_out(folder, assignment, name):
    put(folder, name, "twice.py")

    submission = only(folder, assignment)

    assert (submission.student, submission.status) == (student_id(name), Status.GRADED)


def test_a_name_that_cannot_be_decoded_is_that_rows_trouble(folder, assignment):
    put(folder, "ada", "twice.py")
    try:
        put(folder, "Z\udcff", "twice.py")
    except OSError:
        pytest.skip("this file system holds no name that is no text")

    rows = {row.student: row for row in collect(folder, [assignment])}

    assert rows["ada"].status is Status.GRADED
    assert rows["Z\\udcff"].status is Status.REJECTED
    assert "an encoding that cannot be read" in trouble_sentence(rows["Z\\udcff"].trouble)


def test_two_spellings_of_one_name_are_one_student(folder, assignment):
    for form in ("NFC", "NFD"):
        (folder / unicodedata.normalize(form, "José")).mkdir(exist_ok=True)
    put(folder, unicodedata.normalize("NFD", "José"), "twice.py")

    assert (only(folder, assignment).student, only(folder, assignment).status) == ("José", Status.GRADED)


def test_a_file_in_two_folders_of_one_name_is_refused_and_that_is_said(folder, assignment):
    for form in ("NFC", "NFD"):
        put(folder, unicodedata.normalize(form, "José"), "twice.py")

    assert trouble_sentence(only(folder, assignment).trouble) == (
        "twice.py is in two folders whose names look the same, and nothing tells which of them counts. Keep one of the "
        "folders."
    )


def test_a_script_and_a_notebook_in_two_folders_of_one_name_are_two_files(folder, assignment):
    put(folder, unicodedata.normalize("NFC", "José"), "twice.py")
    put(folder, unicodedata.normalize("NFD", "José"), "twice.ipynb")

    assert trouble_sentence(only(folder, assignment).trouble) == (
        "There are two files for twice: keep either the .py or the .ipynb."
    )


def test_every_student_has_a_row_in_the_order_of_their_ids(folder, assignment):
    for name in ("cy", "ada", "bob"):
        put(folder, name, "twice.py")
    (folder / "dan").mkdir()

    rows = [(each.student, each.status) for each in collect(folder, [assignment])]

    assert rows == [
        ("ada", Status.GRADED),
        ("bob", Status.GRADED),
        ("cy", Status.GRADED),
        ("dan", Status.MISSING),
    ]


def test_stray_files_and_hidden_folders_are_no_students(folder, assignment):
    put(folder, "ada", "twice.py")
    put(folder, "list.csv")
    put(folder, ".git", "twice.py")

    assert only(folder, assignment).student == "ada"


def test_a_linked_folder_is_refused_even_when_it_leads_nowhere(folder, assignment):
    put(folder, "ada", "twice.py")
    (folder / "bob").symlink_to("ada")
    (folder / "cy").symlink_to("absent")

    _, *linked = collect(folder, [assignment])

    assert [(each.student, each.status, each.place) for each in linked] == [
        ("bob", Status.REJECTED, None),
        ("cy", Status.REJECTED, None),
    ]


def test_two_files_for_one_assignment_are_refused(folder, assignment):
    put(folder, "ada", "twice.py")
    put(folder, "ada", "twice.ipynb")

    assert said(folder, assignment).startswith("There are two files for twice")


def test_a_link_beside_a_file_counts_as_a_second_file(folder, assignment):
    put(folder, "ada", "twice.py")
    (folder / "ada" / "twice.ipynb").symlink_to("absent")

    assert only(folder, assignment).status is Status.REJECTED


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("double.py", "another name"),
        ("homework/double.py", "belong directly"),
        ("__pycache__/twice.pyc", "or twice.ipynb."),
        (".ipynb_checkpoints/twice.ipynb", "or twice.ipynb."),
    ],
)
def test_a_file_out_of_place_is_missing_and_the_student_is_told_where_it_belongs(folder, assignment, entry, words):
    put(folder, "ada", *entry.split("/"))

    submission = only(folder, assignment)

    assert (submission.status, words in trouble_sentence(submission.trouble)) == (Status.MISSING, True)


@pytest.mark.parametrize("name", ["<script>.py", "=cmd.py", "\x1b[31m.py"])
def test_what_a_student_calls_a_file_is_not_repeated(folder, assignment, name):
    put(folder, "ada", name)

    assert name not in said(folder, assignment)


def test_a_folder_in_the_place_of_a_file_is_refused(folder, assignment):
    (folder / "ada" / "twice.py").mkdir(parents=True)

    assert "no ordinary file" in said(folder, assignment)


@pytest.mark.skipif(ROOT, reason="root enters every folder")
def test_a_closed_folder_does_not_keep_the_others_from_their_grades(folder, assignment):
    put(folder, "ada", "twice.py")
    put(folder, "bob", "twice.py")
    (folder / "ada").chmod(0)
    try:
        rows = collect(folder, [assignment])
    finally:
        (folder / "ada").chmod(0o700)

    assert [row.status for row in rows] == [Status.REJECTED, Status.GRADED]


def test_an_empty_folder_is_an_error_that_shows_what_was_expected(folder, assignment):
    with pytest.raises(UsageError) as raised:
        collect(folder, [assignment])

    assert "ada/twice.py" in raised.value.remedy


def test_nothing_in_the_place_of_the_folder_is_an_error(tmp_path, assignment):
    with pytest.raises(UsageError, match="there is no "):
        collect(tmp_path / "absent", [assignment])


def test_hand_ins_directly_in_the_folder_are_an_error_and_not_an_empty_class(folder, assignment):
    put(folder, "twice.py")

    with pytest.raises(UsageError, match="holds no hand-ins"):
        collect(folder, [assignment])
