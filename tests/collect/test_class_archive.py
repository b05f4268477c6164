"""An archive of a class gives the rows that its folder gives, whatever one student's part of it holds."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.collect.classroom import collect
from grader.collect.hand_in import HandIn
from grader.course.assignment import Assignment
from grader.errors import UsageError
from grader.records import Status, Submission
from grader.words.hand_ins import trouble_sentence
from tests.collect.packing import (
    LINK,
    PACKERS,
    Files,
    encrypted,
    tar_with,
    tarred,
    unicode_path,
    zip_of_bytes,
    zip_with,
    zipped,
)
from tests.conftest import CourseWriter

ADA = ("ada/twice.py", b"x = 1\n")
BOB = ("bob/twice.py", b"x = 2\n")


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add()


@pytest.fixture
def rows(tmp_path: Path, assignment: Assignment) -> Callable[..., list[Submission]]:
    """Writes an archive of some bytes and collects it."""

    def collected(data: bytes, kind: str = "zip") -> list[Submission]:
        path = tmp_path / f"class.{kind}"
        path.write_bytes(data)
        return [hand_in.submission() for hand_in in collect(path, [assignment])]

    return collected


def states(rows: Sequence[Submission | HandIn]) -> list[tuple[str, Status]]:
    return [(row.student, row.status) for row in rows]


both = pytest.mark.parametrize("kind", PACKERS)
CLASS: Files = [
    ("ada/", b""),
    ADA,
    ("bob/twice.ipynb", b"{}"),
    ("cy/homework/twice.py", b"x"),
    ("dan/Twice.py", b"x"),
    ("eve/", b""),
    ("fay/twice.py", b"x"),
    ("fay/twice.ipynb", b"x"),
    ("gus/twice.zip", zipped([("twice.py", b"x = 7\n")])),
    ("hal lo/twice.py", b"x"),
    ("kim/twice.py", b" "),
    ("list.csv", b"x"),
]


@both
def test_an_archive_gives_the_rows_of_the_folder_it_was_made_of(tmp_path, rows, assignment, kind):
    for name, content in CLASS:
        path = tmp_path / "folder" / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(content)

    from_folder = [hand_in.submission() for hand_in in collect(tmp_path / "folder", [assignment])]

    assert rows(PACKERS[kind](CLASS), kind) == from_folder
    assert len(from_folder) == 9


@both
@pytest.mark.parametrize("around", ["submissions/", "./", "./submissions/", "./two words/"])
def test_a_folder_around_the_class_is_passed_over(rows, kind, around):
    packed = PACKERS[kind]([(f"{around}{name}", content) for name, content in (*CLASS, ("__MACOSX/x", b""))])

    assert rows(packed, kind) == rows(PACKERS[kind](CLASS), kind)


@both
@pytest.mark.parametrize("name", ["ada/twice.py", "ada/twice.zip", "ada/wrong.py", "ada/"])
def test_a_class_of_one_is_not_taken_for_a_folder_around_it(rows, kind, name):
    assert [row.student for row in rows(PACKERS[kind]([(name, b"x")]), kind)] == ["ada"]


def test_where_an_archive_is_too_deep_the_remedy_is_one_that_can_be_followed(rows):
    with pytest.raises(UsageError, match="hand-ins lie deeper, in out") as raised:
        rows(zipped([(f"out/subs/{name}", data) for name, data in (ADA, BOB)]))

    assert raised.value.remedy == "unpack it, and name the folder that holds a folder for each student, as out"


def test_a_name_that_is_there_twice_is_refused_for_that_student_alone(rows):
    ada, bob = rows(zipped([ADA, BOB, ("ada/./twice.py", b"y")]))

    assert trouble_sentence(ada.trouble).startswith("twice.py is there more than once")
    assert bob.status is Status.GRADED


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([ADA, ADA], "twice.py is there more than once, and nothing tells which of them counts."),
        (
            [("Zo\u00eb/twice.py", b"x"), ("Zoe\u0308/twice.py", b"y")],
            "twice.py is in two folders whose names look the",
        ),
        ([ADA, ("ada/twice.ipynb", b"y")], "There are two files for twice: keep either the .py or the .ipynb."),
    ],
)
def test_what_is_said_of_a_file_that_is_there_twice_is_the_case(rows, files, said):
    (row,) = rows(zipped(files))

    assert said in trouble_sentence(row.trouble)


@pytest.mark.parametrize("path", ["ada/../bob/twice.py", "ada/..\\x", "ada\\..\\bob\\x"])
def test_a_path_that_leads_out_of_a_students_folder_is_that_students_trouble(rows, path):
    packed = zipped([ADA, BOB, (path, b"x")])

    ada, bob = rows(packed)

    assert (ada.status, bob.status) == (Status.REJECTED, Status.GRADED)
    assert "leads out of it" in trouble_sentence(ada.trouble)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x/twice.py", "C:/x/twice.py", "\\\\server\\x", "C:\\x\\twice.py", ".."]
)
@both
def test_a_path_that_leads_out_of_the_class_stops_the_run_with_a_remedy(rows, kind, path):
    with pytest.raises(UsageError, match="leads out of it") as raised:
        rows(PACKERS[kind]([ADA, (path, b"x")]), kind)

    assert "name the folder" in raised.value.remedy


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.BLKTYPE])
def test_a_link_or_device_in_the_place_of_a_file_is_refused_for_that_student_alone(rows, kind):
    found = rows(tar_with("ada/twice.py", kind, "bob/twice.py", BOB), "tgz")

    assert states(found) == [("ada", Status.REJECTED), ("bob", Status.GRADED)]


def test_a_link_in_the_place_of_a_students_folder_is_refused(rows):
    found = rows(tar_with("ada", tarfile.SYMTYPE, "bob", BOB), "tgz")

    assert states(found) == [("ada", Status.REJECTED), ("bob", Status.GRADED)]
    assert states(rows(zip_with("ada", LINK))) == [("ada", Status.REJECTED)]


def test_a_file_too_large_is_refused_for_that_student_alone(rows):
    found = rows(zipped([("ada/twice.py", b"#" * ((1 << 20) + 1)), BOB], method=zipfile.ZIP_STORED))

    assert states(found) == [("ada", Status.REJECTED), ("bob", Status.GRADED)]
    assert "larger than 1024 KiB" in trouble_sentence(found[0].trouble)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no archive", "is damaged"),
        (encrypted([ADA]), "is encrypted"),
        (zipped([]), "holds no hand-ins"),
        (zipped([("twice.py", b"x")]), "holds no hand-ins"),
        (zipped([("doe_4021_twice.py", b"x")]), "holds no hand-ins"),
    ],
)
def test_an_archive_that_is_no_class_stops_the_run_with_a_remedy(rows, data, said):
    with pytest.raises(UsageError, match=said) as raised:
        rows(data)

    assert raised.value.remedy


def test_a_damaged_tar_is_never_a_smaller_class(rows):
    with pytest.raises(UsageError, match="damaged"):
        rows(tarred([ADA, BOB])[:-20], "tar.gz")


@pytest.mark.parametrize("name", ["class.rar", "class.tar", "class.py", "class"])
def test_another_file_in_the_place_of_a_class_is_an_error_that_names_what_is_read(tmp_path, assignment, name):
    (tmp_path / name).write_bytes(b"x")

    with pytest.raises(UsageError, match="neither a folder") as raised:
        collect(tmp_path / name, [assignment])

    assert ".tar.gz" in raised.value.remedy


def test_capitals_in_the_ending_do_not_matter(tmp_path, assignment):
    (tmp_path / "CLASS.ZIP").write_bytes(zipped([ADA]))

    assert states(collect(tmp_path / "CLASS.ZIP", [assignment])) == [("ada", Status.GRADED)]


# --- what one student packed keeps nobody else from a grade -------------------------------------------------------


@pytest.mark.parametrize("around", ["", "subs/"])
@both
def test_a_hundred_thousand_files_are_one_students_trouble(rows, kind, around):
    many = [(f"{around}eve/{number}.txt", b"") for number in range(10_001)]

    found = rows(PACKERS[kind]([(f"{around}{name}", content) for name, content in (ADA, BOB)] + many), kind)

    assert states(found) == [("ada", Status.GRADED), ("bob", Status.GRADED), ("eve", Status.REJECTED)]
    assert "more than 10000 files" in trouble_sentence(found[2].trouble)


@pytest.mark.parametrize("around", ["", "subs/"])
@pytest.mark.parametrize("name", ["eve/weights.npy", "eve/data/weights.npy"])
def test_zeros_in_a_tar_are_one_students_trouble(rows, around, name):
    files = [(f"{around}{path}", content) for path, content in ((name, bytes(30_000_000)), ("eve/twice.py", b"x"), ADA)]

    found = rows(tarred([*files, (f"{around}bob/twice.py", b"x = 2\n")]), "tar.gz")

    assert states(found) == [("ada", Status.GRADED), ("bob", Status.GRADED), ("eve", Status.REJECTED)]
    assert "The folder is packed as tightly as no code is" in trouble_sentence(found[2].trouble)


def test_honest_data_beside_honest_code_costs_nothing(rows):
    data = os.urandom(3 << 20) * 3

    assert states(rows(tarred([("eve/data.npy", data), ("eve/twice.py", b"x"), ADA]), "tar.gz")) == [
        ("ada", Status.GRADED),
        ("eve", Status.GRADED),
    ]


def test_a_password_on_one_students_file_is_that_students_trouble(rows):
    data = bytearray(zipped([ADA, BOB]))
    data[data.index(b"PK\1\2") + 8] |= 1

    ada, bob = rows(bytes(data))

    assert (ada.status, bob.status) == (Status.REJECTED, Status.GRADED)


def test_a_sparse_file_and_long_attributes_are_nobody_elses_trouble(rows):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        sparse = tarfile.TarInfo("eve/data.bin")
        sparse.type = tarfile.GNUTYPE_SPARSE
        archive.addfile(sparse)
        for name in ("ada/twice.py", "eve/twice.py"):
            info = tarfile.TarInfo(name)
            info.pax_headers, info.size = {"SCHILY.xattr.user.note": "x" * 200_000}, 6
            archive.addfile(info, io.BytesIO(b"x = 1\n"))

    assert states(rows(packed.getvalue(), "tgz")) == [("ada", Status.GRADED), ("eve", Status.GRADED)]


def test_a_second_name_of_a_file_in_a_tar_is_that_file_and_never_another(rows):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("ada/twice.py")
        info.size = 6
        archive.addfile(info, io.BytesIO(b"x = 1\n"))
        for name, target in (("bob/twice.py", "ada/twice.py"), ("cy/twice.py", "/etc/passwd")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.LNKTYPE, target
            archive.addfile(link)

    ada, bob, cy = rows(packed.getvalue(), "tgz")

    assert (ada.source, bob.source) == (b"x = 1\n", b"x = 1\n")
    assert cy.status is Status.REJECTED


# --- names -------------------------------------------------------------------------------------------------------


def test_backslashes_part_names_as_windows_writes_them(rows):
    assert states(rows(zipped([("ada\\twice.py", b"x"), ("bob\\twice.py", b"x")]))) == [
        ("ada", Status.GRADED),
        ("bob", Status.GRADED),
    ]


@pytest.mark.parametrize("utf8", [True, False])
def test_bytes_that_are_utf8_are_that_whatever_the_flag_says(rows, utf8):
    found = rows(zip_of_bytes([("Zoë/twice.py".encode(), b"x = 1\n"), (b"bob/twice.py", b"x")], utf8=utf8))

    assert states(found) == [("Zoë", Status.GRADED), ("bob", Status.GRADED)]


def test_other_bytes_without_the_flag_are_of_the_code_page_of_dos(rows):
    assert states(rows(zip_of_bytes([("Zoë/twice.py".encode("cp437"), b"x")]))) == [("Zoë", Status.GRADED)]


def test_one_name_that_cannot_be_decoded_is_one_rows_trouble(rows):
    bad, bob = rows(zip_of_bytes([(b"Z\xff\xfe/twice.py", b"x"), (b"bob/twice.py", b"x")], utf8=True))

    assert (bad.student, bad.status, bob.status) == ("Z\\udcff\\udcfe", Status.REJECTED, Status.GRADED)
    assert "in an encoding that cannot be read" in trouble_sentence(bad.trouble)


@pytest.mark.parametrize("name", [b"ada/\xff\xfe.txt", b"ada/a:b.txt", b"ada/Q: what?.txt"])
def test_the_name_of_another_file_is_harmless(rows, name):
    assert states(rows(zip_of_bytes([(name, b"x"), (b"ada/twice.py", b"x")], utf8=True))) == [("ada", Status.GRADED)]


def test_the_field_for_unicode_names_goes_before_the_name_it_was_written_for(rows):
    raw = b"Zo_/twice.py"
    other = [(b"bob/twice.py", b"x")]

    fits = rows(zip_of_bytes([(raw, b"x"), *other], extra=unicode_path(raw, "Zoë/twice.py")))
    stale = rows(zip_of_bytes([(raw, b"x"), *other], extra=unicode_path(raw, "Zoë/twice.py", checksum=1)))
    broken = rows(zip_of_bytes([(raw, b"x"), *other], extra=unicode_path(raw, "Zoë/twice.py")[:7] + b"\xff" * 14))

    assert [row.student for row in fits] == ["Zoë", "bob"]
    assert [row.student for row in stale] == [row.student for row in broken] == ["Zo_", "bob"]
    assert {row.status for row in [*fits, *stale, *broken]} == {Status.GRADED}


def test_nothing_is_written_beside_an_archive(tmp_path, rows):
    before = {path.name for path in tmp_path.iterdir()}
    rows(zipped(CLASS))

    assert {path.name for path in tmp_path.iterdir()} - before == {"class.zip"}


paths = st.lists(
    st.sampled_from(["ada", "bob", "..", ".", "", "twice.py", "twice.zip", "\\", "C:", "é", "x y"]),
    min_size=1,
    max_size=4,
)


@given(
    files=st.lists(st.tuples(paths.map("/".join), st.binary(max_size=20)), max_size=6),
    kind=st.sampled_from(list(PACKERS)),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_names_give_a_row_for_each_student_once_or_an_error_with_a_remedy(tmp_path, assignment, files, kind):
    path = tmp_path / f"any.{kind}"
    path.write_bytes(PACKERS[kind]([(name or "x", content) for name, content in files]))
    try:
        found, remedy = collect(path, [assignment]), ""
    except UsageError as trouble:
        found, remedy = [], trouble.remedy

    assert found or remedy
    assert len({row.student for row in found}) == len(found)
