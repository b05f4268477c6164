"""A student's own archive in the place of a file: the file in it, or a sentence that says what to do."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.collect.classroom import collect
from grader.collect.stubs import is_untouched
from grader.course.assignment import Assignment
from grader.records import SourceKind, Status, Submission
from grader.words.hand_ins import notice_sentence, trouble_sentence
from tests.collect.packing import LINK, PACKERS, encrypted, tar_with, zip_with, zipped
from tests.conftest import STUB, CourseWriter

SOURCE = b"def twice(x):\n    return 2 * x\n"


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add()


@pytest.fixture
def hand_in_files(tmp_path: Path, assignment: Assignment) -> Callable[..., Submission]:
    """Makes ada's folder of some files, and collects it."""

    def make(**files: bytes) -> Submission:
        folder = tmp_path / "submissions" / "ada"
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        (hand_in,) = collect(folder.parent, [assignment])
        return hand_in.submission()

    return make


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("place", ["", "homework/", "./"])
def test_the_file_in_an_archive_is_taken(hand_in_files, kind, place):
    packed = PACKERS[kind]([(f"{place}twice.py", SOURCE), (f"{place}notes.txt", b"x"), ("__MACOSX/._twice.py", b"x")])

    submission = hand_in_files(**{f"twice.{kind}": packed})

    assert submission == Submission("ada", "twice", "twice.py", SourceKind.PYTHON, SOURCE)


def test_a_notebook_in_an_archive_is_taken_as_one(hand_in_files):
    assert hand_in_files(**{"twice.tgz": PACKERS["tar.gz"]([("twice.ipynb", b"{}")])}).kind is SourceKind.NOTEBOOK


def test_a_plain_file_goes_before_an_archive(hand_in_files):
    submission = hand_in_files(**{"twice.py": SOURCE, "twice.zip": b"anything"})

    assert (submission.status, submission.source) == (Status.GRADED, SOURCE)


REFUSED = {
    "two files": (zipped([("twice.py", b"x"), ("twice.ipynb", b"{}")]), "There are two files for twice"),
    "two places": (
        zipped([("twice.py", b"x"), ("old/twice.py", b"y")]),
        "several files for twice: “twice.py”, “old/twice.py”.",
    ),
    "one name twice": (zipped([("twice.py", b"x"), ("twice.py", b"y")]), "two files of one name"),
    "one name in two spellings": (zipped([("twice.py", b"x"), (".//twice.py", b"y")]), "two files of one name"),
    "a link": (zip_with("twice.py", LINK), "holds a link"),
    "a link elsewhere": (zip_with("data", LINK), "holds a link"),
    "out of it": (zipped([("../bob/twice.py", b"x"), ("twice.py", b"y")]), "leads out of it"),
    "a password": (encrypted([("twice.py", b"x")]), "encrypted. Pack it without a password"),
    "a bomb": (zipped([("twice.py", bytes(9 << 20))]), "as tightly as no code is"),
    "too large": (zipped([("twice.py", os.urandom(1 << 20) + b"x")]), "is larger than 1024 KiB"),
    "no archive": (b"hello", "is damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_archive_that_is_no_hand_in_is_refused_with_what_to_do(hand_in_files, case):
    packed, said = REFUSED[case]

    submission = hand_in_files(**{"twice.zip": packed})

    assert (submission.status, submission.source) == (Status.REJECTED, b"")
    assert said in trouble_sentence(submission.trouble)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_are_refused(hand_in_files, kind):
    submission = hand_in_files(**{"twice.tar.gz": tar_with("twice.py", kind, "/etc/passwd")})

    assert "no ordinary file" in trouble_sentence(submission.trouble)


ABSENT = {
    "nothing": ([], "or twice.ipynb."),
    "another name": ([("double.py", b"x")], "of another name"),
    "a draft": ([("twice_v2.py", b"x")], "“twice_v2.py”. If that is your code"),
    "too deep": ([("a/b/twice.py", b"x")], "too deep"),
    "an archive in the archive": ([("twice.zip", zipped([("twice.py", b"x")]))], "in the archive: pack the file"),
    "an empty file": ([("twice.py", b" \n")], "twice.py is empty"),
}


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("case", ABSENT)
def test_an_archive_without_the_file_is_missing_and_says_what_there_is(hand_in_files, kind, case):
    files, said = ABSENT[case]

    submission = hand_in_files(**{f"twice.{kind}": PACKERS[kind](files)})

    assert (submission.status, said in trouble_sentence(submission.trouble)) == (Status.MISSING, True)


def test_two_archives_are_refused(hand_in_files):
    submission = hand_in_files(**{"twice.zip": zipped([("twice.py", b"x")]), "twice.tgz": b""})

    assert trouble_sentence(submission.trouble) == "There are two archives for twice: keep one of them."


def test_an_archive_larger_than_any_hand_in_is_not_read(hand_in_files):
    assert "is larger than 10240 KiB" in trouble_sentence(hand_in_files(**{"twice.zip": bytes((10 << 20) + 1)}).trouble)


@pytest.mark.parametrize("name", ["twice.rar", "twice.7z", "twice.tar.xz"])
def test_an_archive_of_another_kind_is_missing_and_says_which_are_read(hand_in_files, name):
    submission = hand_in_files(**{name: b"x"})

    assert (submission.status, ".zip or .tar.gz" in trouble_sentence(submission.trouble)) == (Status.MISSING, True)


def test_an_archive_of_another_name_is_told_to_be_renamed(hand_in_files):
    assert "rename it" in trouble_sentence(hand_in_files(**{"homework.zip": zipped([("twice.py", b"x")])}).trouble)


@pytest.mark.parametrize(
    "name",
    ["twice.py.bak", "twice_final.py", "twice.txt", "old twice.py", "twice_final.zip", "pack/twice_v2.py", "twice.pdf"],
)
def test_a_file_that_may_be_meant_is_not_taken_but_named_with_what_to_do(hand_in_files, name):
    submission = hand_in_files(**{name: SOURCE, "notes.md": b"x"})

    assert submission.status is Status.MISSING
    assert trouble_sentence(submission.trouble) == (
        f"There is no twice.py or twice.ipynb, but “{name}”. If that is your code, hand it in under the name "
        "twice.py or twice.ipynb."
    )


def test_a_link_to_an_archive_is_refused(tmp_path, assignment):
    (tmp_path / "elsewhere.zip").write_bytes(zipped([("twice.py", b"x")]))
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "twice.zip").symlink_to(tmp_path / "elsewhere.zip")

    (submission,) = collect(tmp_path / "submissions", [assignment])

    assert trouble_sentence(submission.trouble) == "twice.zip is a link. Hand in the file itself."


# --- names that are not quite the one that is asked for -----------------------------------------------------------

NEAR = [
    "Twice.py",
    "twice (1).py",
    "twice-1.py",
    "twice.PY",
    "twice.py.txt",
    "twice.py ",
    "twice.ipynb.txt",
    "twice.ipynb.json",
]


def notices(submission: Submission) -> list[str]:
    return [notice_sentence(notice) for notice in submission.notices]


@pytest.mark.parametrize("name", NEAR)
def test_the_only_file_that_can_be_meant_is_graded_with_a_notice(hand_in_files, name):
    submission = hand_in_files(**{name: SOURCE, "notes.md": b"x"})

    assert (submission.status, submission.source) == (Status.GRADED, SOURCE)
    assert submission.filename in {"twice.py", "twice.ipynb"}
    assert notices(submission) == [
        f"“{name}” was graded in the place of {submission.filename}. Give the file that name."
    ]


def test_a_file_one_folder_down_is_graded_with_a_notice(hand_in_files):
    submission = hand_in_files(**{"pack/twice.py": SOURCE, "pack/README.md": b"x"})

    assert submission.source == SOURCE
    assert notices(submission)[0].startswith(
        "“pack/twice.py” was graded in the place of twice.py. Put the file directly"
    )


@pytest.mark.parametrize("name", ["twice.ZIP", "twice (1).zip", "twice.py.zip", "pack/twice.zip"])
def test_an_archive_of_a_near_name_is_graded_with_a_notice(hand_in_files, name):
    submission = hand_in_files(**{name: zipped([("twice.py", SOURCE)])})

    assert (submission.source, len(submission.notices)) == (SOURCE, 1)


def test_a_near_name_inside_an_archive_is_graded_with_a_notice_that_says_where(hand_in_files):
    submission = hand_in_files(**{"twice.zip": zipped([("hw\\Twice (2).py", SOURCE)])})

    assert submission.source == SOURCE
    assert notices(submission) == [
        "In twice.zip: “hw/Twice (2).py” was graded in the place of twice.py. Give the file that name."
    ]


@pytest.mark.parametrize("other", ["twice (1).py", "Twice.py", "pack/twice.py", "twice.zip", "twice.py.txt"])
def test_the_very_name_goes_before_all_others_and_says_so(hand_in_files, other):
    submission = hand_in_files(**{"twice.py": SOURCE, other: b"def twice(x):\n    return 3 * x\n"})

    assert submission.source == SOURCE
    assert notices(submission) == [
        f"twice.py was graded. There is more of a name like that, which was not looked at: “{other}”."
    ]


def test_among_several_near_names_nothing_is_guessed_and_all_are_named(hand_in_files):
    submission = hand_in_files(**{"twice (1).py": SOURCE, "twice (2).py": SOURCE + b"#", "pack/twice.py": b"x"})

    assert (submission.status, submission.source, submission.notices) == (Status.REJECTED, b"", ())
    said = trouble_sentence(submission.trouble)
    assert all(f"“{name}”" in said for name in ("twice (1).py", "twice (2).py", "pack/twice.py"))
    assert "Keep one of them" in said


def test_copies_of_one_content_leave_no_choice(hand_in_files):
    assert hand_in_files(**{"twice (1).py": SOURCE, "twice (2).py": SOURCE}).source == SOURCE


@pytest.mark.parametrize("name", ["twice.py.gz", "twice.ipynb.bz2", "twice.7z", "Twice (1).rar"])
def test_a_file_packed_in_another_way_is_named_with_what_to_do(hand_in_files, name):
    submission = hand_in_files(**{name: b"x"})

    assert submission.status is Status.MISSING
    assert trouble_sentence(submission.trouble).startswith(f"“{name}” is packed in a way that is not read: unpack it")


def test_a_name_that_moves_a_cursor_is_shown_and_moves_nothing(hand_in_files):
    submission = hand_in_files(**{"twice\x1b[31m.py": SOURCE, "twice.py\n": SOURCE})

    assert notices(submission)[0].startswith("“twice.py\\n” was graded")


# --- clutter -----------------------------------------------------------------------------------------------------


def notebook(*cells: str) -> bytes:
    return json.dumps(
        {"cells": [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells], "nbformat": 4}
    ).encode()


def test_a_draft_of_another_assignment_is_not_to_be_renamed_for_this_one(hand_in_files, courses):
    courses.add("again")

    submission = hand_in_files(**{"again_final.py": SOURCE})

    assert submission.trouble is not None
    assert trouble_sentence(submission.trouble) == "There is no twice.py or twice.ipynb."


def test_a_file_of_another_assignment_is_no_file_of_another_name(hand_in_files, courses):
    courses.add("thrice")

    assert trouble_sentence(hand_in_files(**{"thrice.py": SOURCE, "Thrice (1).py": SOURCE}).trouble) == (
        "There is no twice.py or twice.ipynb."
    )


STUBS = {"twice.py": STUB.encode(), "twice.ipynb": notebook("import numpy as np\n", STUB)}


@pytest.mark.parametrize(
    ("stub", "real"),
    [
        ("twice.py", "twice.ipynb"),
        ("twice.ipynb", "twice.py"),
        ("twice.py", "twice (1).py"),
        ("twice.py", "twice.zip"),
        ("pack/twice.py", "twice.py"),
        ("twice (1).py", "twice.py"),
    ],
)
def test_an_untouched_stub_competes_with_nothing(hand_in_files, stub, real):
    work = notebook("import math\n", SOURCE.decode()) if real.endswith(".ipynb") else SOURCE
    given = notebook(STUB) if stub.endswith(".ipynb") else STUB.encode()

    submission = hand_in_files(**{stub: given, real: zipped([("twice.py", work)]) if real.endswith(".zip") else work})

    assert (submission.status, submission.source) == (Status.GRADED, work)


def test_an_empty_file_competes_with_nothing_either(hand_in_files):
    work = notebook(SOURCE.decode())

    assert hand_in_files(**{"twice.py": b"\n", "twice.ipynb": work}).source == work


@pytest.mark.parametrize(
    "source",
    [
        STUB.encode(),
        b"\xef\xbb\xbf" + STUB.replace("\n", "\r\n").encode(),
        notebook(STUB),
        notebook(*STUB.splitlines(keepends=True)),
        b"\xef\xbb\xbf" + notebook(STUB, ""),
    ],
)
def test_a_file_of_nothing_but_the_stub_is_untouched(assignment, source):
    assert is_untouched(source, SourceKind.NOTEBOOK if b"cells" in source else SourceKind.PYTHON, assignment)


@pytest.mark.parametrize(
    "source",
    [
        notebook(STUB, "x = 1"),
        notebook(SOURCE.decode()),
        b"{" + b'"cells":[' * 100_000,
        b'{"cells": "none"}',
        b'{"cells": [{"cell_type": "code", "source": 3}]}',
        b"\xff\xfe",
        b"",
        notebook(STUB, "#" * 300_000),
    ],
)
def test_anything_else_is_for_a_worker_to_look_at(assignment, source):
    assert not is_untouched(source, SourceKind.NOTEBOOK, assignment)
