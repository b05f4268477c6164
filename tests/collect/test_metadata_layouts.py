"""Classes with a file that says whose hand-ins are, or when they came: from Gradescope, and from nbgrader."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.classroom import Classroom, classroom
from grader.collect.layouts import LAYOUTS, gradescope
from grader.collect.layouts.gradescope import METADATA as METADATA_FILE
from grader.collect.places import InMemory, written_at
from grader.collect.students import Expected
from grader.collect.tree import Entry, Kind
from grader.course.assignment import Assignment
from grader.errors import UsageError
from grader.records import NoticeKind, Person
from tests.conftest import CourseWriter

CODE = "def twice(x):\n    return 2 * x  # {name}\n"

METADATA = """\
---
submission_101:
  :submitters:
  - :name: Zoë Müller-O’Neill, Jr.
    :sid: '00417'
    :email: zoe@example.edu
  :created_at: 2026-03-01 10:00:00.500000000 Z
  :score: !ruby/object:BigDecimal 18:0.75e1
  :results:
    tests:
    - {name: "deep", output: [[[[[[1]]]]]]}
  :history:
  - :id: 99
    :created_at: 2026-02-28 09:00:00.000000000 Z
submission_102:
  :submitters:
  - :name: &1 李 小明
    :sid: 0102
    :email: li@example.edu
  - :name: Jane Doe
    :sid:
    :email: Jane@Example.edu
  :created_at: 2026-03-01 12:30:00.000000000 +02:00
submission_103:
  :submitters:
  - :name: Nobody Else
    :sid: ''
    :email: ''
"""
GRADESCOPE = {
    "submission_metadata.yml": METADATA,
    "submission_101/twice.py": CODE.format(name="zoe"),
    "submission_99/twice.py": CODE.format(name="zoe first"),
    "submission_102/twice.py": CODE.format(name="li and jane"),
    "submission_103/notes.txt": "x",
    "submission_777/twice.py": CODE.format(name="whose"),
}
STAMP = "2026-03-01 10:30:47.524219 UTC\n"
NBGRADER = {
    "submitted/ada/ps1/twice.py": CODE.format(name="ada"),
    "submitted/ada/ps1/timestamp.txt": STAMP,
    "submitted/bob's/ps1/twice.py": CODE.format(name="bob"),
    "submitted/bob's/ps1/timestamp.txt": "2026-03-01 11:30:47 Europe/Berlin",
    "submitted/cy/ps1/twice.py": CODE.format(name="cy"),
    "submitted/cy/ps1/timestamp.txt": "2026-03-01 11:30:47 PDT",
    "submitted/di/ps1/other.txt": "x",
}


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add("twice")


def class_of(path: Path, names: Mapping[str, str], form: str) -> Path:
    """The files in a folder or an archive, with or without a folder around."""
    around = "assignment_5_export/" if "around" in form else ""
    if form.startswith("zip"):
        with zipfile.ZipFile(path / "class.zip", "w") as out:
            for name, text in names.items():
                out.writestr(around + name, text)
        return path / "class.zip"
    for name, text in names.items():
        file = path / "class" / around / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path / "class"


def texts(found: Classroom) -> dict[str, str]:
    """Of each student whose text was taken; the status where none was."""
    return {
        row.student: row.submission().source.decode().partition("# ")[2].strip() or str(row.status)
        for row in found.hand_ins
    }


@pytest.mark.parametrize("form", ["zip", "zip around", "folder", "folder around"])
def test_an_export_from_gradescope_says_whose_and_when(assignment: Assignment, tmp_path: Path, form: str) -> None:
    found = classroom(class_of(tmp_path, GRADESCOPE, form), [assignment])

    assert found.layout.id == "gradescope"
    assert texts(found) == {
        "00417": "zoe",
        "0102": "li and jane",
        "Jane@Example.edu": "li and jane",
        "Nobody Else": "missing",
    }
    assert [name.rpartition("export/")[2] for name in found.passed_over] == ["submission_777/twice.py"]
    rows = {row.student: row for row in found.hand_ins}
    assert rows["00417"].handed_in_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert rows["0102"].handed_in_at == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert [each.handed_in_at for each in rows["00417"].earlier] == [datetime(2026, 2, 28, 9, tzinfo=UTC)]
    assert [each.kind for each in rows["0102"].notices] == [NoticeKind.AS_GROUP]
    assert found.names["00417"] == "Zoë Müller-O’Neill, Jr."


def test_people_of_gradescope_are_known_by_sid_and_by_e_mail(assignment: Assignment, tmp_path: Path) -> None:
    people = [Person("zoe", other_ids={"SID": "00417"}), Person("jane", email="jane@example.edu")]

    found = classroom(class_of(tmp_path, GRADESCOPE, "zip"), [assignment], people=people)

    assert set(texts(found)) == {"zoe", "jane", "0102", "Nobody Else"}
    group = next(notice for row in found.hand_ins if row.student == "jane" for notice in row.notices)
    assert group.others == ("0102", "jane")


def test_who_has_two_hand_ins_in_an_export_is_listed_under_both(assignment: Assignment, tmp_path: Path) -> None:
    twice = METADATA.replace("0102", "'00417'")

    found = classroom(class_of(tmp_path, GRADESCOPE | {"submission_metadata.yml": twice}, "zip"), [assignment])

    assert {"submission_101", "submission_102", "Jane@Example.edu"} < set(texts(found))


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("submission_1: [", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("", "tells of no hand-in"),
        ("submission_1: !!python/object/apply:os.abort []", "does not say whose 'submission_1' is"),
        ("submission_1:\n  :submitters: []\n", "does not say whose 'submission_1' is"),
    ],
)
def test_an_export_that_cannot_be_read_is_refused(
    assignment: Assignment, tmp_path: Path, metadata: str, said: str
) -> None:
    names = {"submission_metadata.yml": metadata, "submission_1/twice.py": "x"}

    with pytest.raises(UsageError, match=said):
        classroom(class_of(tmp_path, names, "zip"), [assignment])


@pytest.mark.parametrize("form", ["zip", "zip around", "folder"])
def test_what_nbgrader_collected_has_its_times(assignment: Assignment, tmp_path: Path, form: str) -> None:
    found = classroom(class_of(tmp_path, NBGRADER, form), [assignment])

    assert found.layout.id == "nbgrader"
    assert texts(found) == {"ada": "ada", "bob's": "bob", "cy": "cy", "di": "missing"}
    rows = {row.student: row for row in found.hand_ins}
    assert rows["ada"].handed_in_at == datetime(2026, 3, 1, 10, 30, 47, tzinfo=UTC)
    assert rows["bob's"].handed_in_at == rows["ada"].handed_in_at
    assert rows["cy"].handed_in_at is None  # three letters are several zones
    assert [row.notices for row in found.hand_ins] == [()] * 4


def test_of_two_assignments_of_nbgrader_the_one_of_that_name_is_meant_and_else_nothing_is_guessed(
    assignment: Assignment, tmp_path: Path
) -> None:
    names = {
        "ada/twice/twice.py": CODE.format(name="meant"),
        "ada/twice/timestamp.txt": STAMP,
        "ada/old/twice.py": CODE.format(name="old"),
        "ada/old/timestamp.txt": STAMP,
        "bob/ps1/twice.py": CODE.format(name="one"),
        "bob/ps1/timestamp.txt": STAMP,
        "bob/ps2/twice.py": CODE.format(name="two"),
        "bob/ps2/timestamp.txt": STAMP,
    }

    found = classroom(class_of(tmp_path, names, "folder"), [assignment])

    assert texts(found) == {"ada": "meant", "bob": "rejected"}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("names", [{"ada/twice.py": "x"}, {"twice.py": "x"}, {"notes/a/b/c.txt": "x"}])
def test_a_layout_that_is_named_wrongly_finds_somebody_or_says_so(
    assignment: Assignment, tmp_path: Path, layout: str, names: dict[str, str]
) -> None:
    where = class_of(tmp_path, names, "folder")

    try:
        found = classroom(where, [assignment], layout=layout)
    except UsageError:
        return
    assert found.hand_ins


TAGS = st.sampled_from(["", "!ruby/object:Set ", "!!python/name:os.system ", "&a ", "*a ", "<<: ", "? ", "- ", "| "])
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "  ", "    ", "      "]),
    st.sampled_from(
        ["submission_1:", ":submitters:", "- :name:", "  :sid:", ":history:", ":created_at:", "[", "{", "]"]
    ),
    st.sampled_from([" ", ""]),
    st.builds("{}{}".format, TAGS, st.text(max_size=12)),
)


@given(st.lists(LINES, max_size=12).map("\n".join) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_whatever_stands_in_the_metadata_is_people_or_a_sentence(text: str) -> None:
    entry = Entry((METADATA_FILE,), Kind.FILE, InMemory(text.encode("utf-8", "surrogatepass")))

    try:
        found = LAYOUTS["gradescope"].found_in([entry], Expected(Path("x"), "", bool))
    except UsageError:
        return
    assert all(student.name for student in found.students)


@given(
    st.text(max_size=40)
    | st.from_regex(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? ?[A-Za-z/+0-9-]{0,12}", fullmatch=True)
)
def test_whatever_stands_in_a_timestamp_is_a_moment_or_none(text: str) -> None:
    stamp = Entry(("ada", "ps1", "timestamp.txt"), Kind.FILE, InMemory(text.encode("utf-8", "surrogatepass")))
    file = Entry(("ada", "ps1", "twice.py"), Kind.FILE, InMemory(b"x"))

    found = LAYOUTS["nbgrader"].found_in([stamp, file], Expected(Path("x"), "", bool))

    moment = written_at(found.students[0].entries[0].place)
    assert moment is None or moment.tzinfo is not None


def test_a_name_as_long_as_an_archive_allows_is_read_at_once(assignment: Assignment, tmp_path: Path) -> None:
    names = {f"a/{'_1' * 16_000}_attempt_{'_a' * 8_000}": "x", "b/twice.py": "x"}
    began = time.perf_counter()

    assert classroom(class_of(tmp_path, names, "zip"), [assignment]).layout.id == "plain"
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "names",
    [
        {"mallory/submission_metadata.yml": METADATA, "mallory/submission_101/twice.py": "x"},
        {"mallory/bob/ps1/timestamp.txt": STAMP, "mallory/bob/ps1/twice.py": "x"},
        {"mallory/submitted/bob/ps1/timestamp.txt": STAMP, "mallory/submitted/bob/ps1/twice.py": "x"},
    ],
)
def test_one_students_folder_does_not_say_whose_the_class_is(
    assignment: Assignment, tmp_path: Path, names: dict[str, str]
) -> None:
    try:
        alone = classroom(class_of(tmp_path, names, "zip"), [assignment])
    except UsageError as said:
        alone = None
        assert "hand-ins lie deeper, in mallory" in str(said)  # noqa: PT017 - one of two ways to say no
    among_others = classroom(class_of(tmp_path, {**names, "ada/twice.py": "x"}, "folder"), [assignment])

    assert alone is None or {row.student for row in alone.hand_ins} == {"mallory"}
    assert {row.student for row in among_others.hand_ins} == {"ada", "mallory"}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-10-25 10:00:00.123456789 -07:00", "2026-10-25 17:00:00+00:00"),
        ("2026-10-25 10:00:00 -07:00", "2026-10-25 17:00:00+00:00"),
        ("2026-10-25T10:00:00+0200", "2026-10-25 08:00:00+00:00"),
        ("2026-10-25 10:00 +02", "2026-10-25 08:00:00+00:00"),
        ("2026-10-25 10:00:00Z", "2026-10-25 10:00:00+00:00"),
        ("2026-10-25 10:00:00 UTC", "2026-10-25 10:00:00+00:00"),
        ("2026-10-25 10:00:00", "2026-10-25 10:00:00+00:00"),
        ("~", None),
    ],
)
def test_a_time_of_gradescope_is_read_with_any_offset(written, moment):
    assert gradescope._time(written) == (None if moment is None else datetime.fromisoformat(moment))


@pytest.mark.parametrize("written", ["yesterday", "2026-10-25", "2026-13-25 10:00:00", "2026-10-25 10:00:00 CET"])
def test_a_time_of_gradescope_that_is_none_is_said(written):
    with pytest.raises(UsageError, match="for a time, which is none"):
        gradescope._time(written)
