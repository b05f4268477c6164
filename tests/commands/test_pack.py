"""`grader pack`: what is in the hand-in, what is not, and that the grader reads what was written."""

from __future__ import annotations

import json
import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.collect.classroom import collect
from grader.records import Status
from tests.commands.test_check import HIDDEN, PUBLIC, SOLUTION, STUB, TOML, words, write

TWICE = "def twice(x):\n    return 2 * x\n"

Pack = Callable[..., tuple[object, str, str]]


@pytest.fixture
def here(courses, monkeypatch):
    """A course of two assignments, and the working folder of somebody who hands in."""
    courses.add("walk", toml=TOML, public=PUBLIC, hidden=HIDDEN, stub=STUB, solution=SOLUTION, mistakes={})
    courses.add("twice")
    folder = courses.root / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COLUMNS", raising=False)
    return folder


@pytest.fixture
def pack(capsys: pytest.CaptureFixture[str]) -> Pack:
    """Runs the command; gives its exit code and what it printed, on one line."""

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["pack", "--isolation", "none", *arguments])
        printed = capsys.readouterr()
        return ended.value.code, words(printed.out), printed.err

    return run


def held(folder: Path) -> dict[str, str]:
    with zipfile.ZipFile(folder / "hand-in.zip") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def notebook(source: str) -> str:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def test_every_file_goes_into_one_archive_with_what_it_comes_to(here, pack):
    write(here, SOLUTION)
    write(here, notebook(TWICE), "twice.ipynb")

    code, out, _ = pack()

    assert code == 0
    assert held(here) == {"twice.ipynb": notebook(TWICE), "walk.py": SOLUTION}
    assert "hand-in.zip holds twice.ipynb, 1 of 1 public points walk.py, 2.5 of 2.5 public points" in out
    assert out.endswith("Hand in hand-in.zip as your course asks.")


def test_what_was_packed_is_graded_as_the_files_are(here, pack, courses, tmp_path, capsys):
    write(here, SOLUTION)
    write(here, TWICE, "twice.py")
    pack()
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (here / "hand-in.zip").rename(tmp_path / "class" / "ada" / "hand-in.zip")

    with pytest.raises(SystemExit):
        main(["grade", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--isolation", "none", "--json"])

    grades = json.loads(capsys.readouterr().out)["grades"]
    assert {(each["assignment"], each["score"]) for each in grades} == {("walk", 4.0), ("twice", 2.0)}


def test_the_same_files_are_the_same_archive(here, pack):
    write(here, SOLUTION)
    pack()
    first = (here / "hand-in.zip").read_bytes()
    os.utime(here / "walk.py", (1, 1))
    pack()

    assert (here / "hand-in.zip").read_bytes() == first


def test_an_assignment_that_is_named_goes_alone(here, pack):
    write(here, SOLUTION)
    write(here, TWICE, "twice.py")

    code, out, _ = pack("twice")

    assert code == 0
    assert list(held(here)) == ["twice.py"]
    assert "walk" not in out


def test_what_is_missing_is_said_and_the_rest_is_packed(here, pack):
    write(here, SOLUTION.split("def walk", maxsplit=1)[0])

    code, out, _ = pack()

    assert code == 0
    assert "walk.py, 1 of 2.5 public points Not written yet: `walk`." in out
    assert "and not twice: there is no twice.py yet." in out


def test_an_untouched_stub_is_not_packed(here, pack):
    write(here, STUB.lstrip("\n"))
    write(here, TWICE, "twice.py")

    code, out, _ = pack()

    assert (code, list(held(here))) == (0, ["twice.py"])
    assert "walk: The file is as it was given out" in out
    assert pack("walk")[0] == 1


def test_a_file_of_another_name_is_packed_under_the_name_that_is_asked_for(here, pack):
    write(here, SOLUTION, "walk (1).py")

    code, out, _ = pack()

    assert (code, held(here)) == (0, {"walk.py": SOLUTION})
    assert "here it is called walk (1).py." in out


def test_two_files_for_one_assignment_are_left_out_and_the_rest_is_packed(here, pack):
    write(here, SOLUTION)
    write(here, notebook(SOLUTION), "walk.ipynb")
    write(here, TWICE, "twice.py")

    code, out, _ = pack()

    assert (code, list(held(here))) == (1, ["twice.py"])
    assert "keep either the .py or the .ipynb" in out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import pandas as pd", "`pandas` is imported, and is not there when this is graded"),
        ("from scipy.optimize import minimize", "`scipy` is imported"),
        ("import helpers", "`helpers` is a file of your own, which is not there when"),
        ("if False:\n    import torch", "`torch` is imported"),
    ],
)
@pytest.mark.parametrize("name", ["walk.py", "walk.ipynb"])
def test_imports_that_will_not_be_there_are_said(here, pack, line, said, name):
    write(here, "x = 1\n", "helpers.py")
    text = f"{line}\n{SOLUTION}"
    write(here, notebook(f"%matplotlib inline\n!ls\n{text}") if name.endswith(".ipynb") else text, name)

    code, out, _ = pack()

    assert code == 0
    assert said in out
    assert "Also here, and not in it: helpers.py." in out


@pytest.mark.parametrize(
    "line", ["import math, numpy.linalg", "import matplotlib.pyplot as plt", '"""\nimport pandas\n"""']
)
def test_imports_that_are_there_are_not_said(here, pack, line):
    write(here, f"{line}\n{SOLUTION}")

    assert "imported" not in pack()[1]


def test_a_file_that_does_not_load_is_packed_and_said_to_be(here, pack):
    write(here, "def walk(:\n")

    code, out, _ = pack()

    assert (code, list(held(here))) == (0, ["walk.py"])
    assert "walk.py, not judged walk.py is not valid Python in line 1" in out


def test_with_nothing_to_pack_no_archive_is_made_and_an_earlier_one_stays(here, pack):
    write(here, SOLUTION)
    pack()
    earlier = (here / "hand-in.zip").read_bytes()
    write(here, STUB)

    code, out, _ = pack()

    assert code == 1
    assert "No hand-in was made" in out
    assert "hand-in.zip is the one of an earlier time" in out
    assert (here / "hand-in.zip").read_bytes() == earlier


@pytest.mark.parametrize("name", ["walk", "stub"])
def test_an_earlier_archive_is_no_work_of_a_student(here, pack, capsys, name):
    write(here, SOLUTION)
    pack()
    write(here, STUB) if name == "stub" else (here / "walk.py").unlink()

    with pytest.raises(SystemExit) as ended:
        main(["check", "walk", "--isolation", "none"])

    assert ended.value.code == (1 if name == "stub" else 2)


def test_without_a_file_it_is_a_matter_of_usage(here, pack):
    assert pack()[0] == 2
    assert pack("walk")[0] == 2


def test_a_single_function_is_not_handed_in(here, pack):
    write(here, SOLUTION)

    code, _, err = pack("slope")

    assert code == 2
    assert "grader pack walk" in err


def test_a_folder_in_the_way_is_said(here, pack):
    write(here, SOLUTION)
    (here / "hand-in.zip").mkdir()

    code, _, err = pack()

    assert code == 2
    assert "hand-in.zip cannot be written" in err
    assert sorted(path.name for path in here.iterdir()) == ["hand-in.zip", "walk.py"]


def test_a_link_in_the_place_of_the_archive_is_not_followed(here, pack):
    write(here, SOLUTION)
    write(here, "mine", "thesis.txt")
    (here / "hand-in.zip").symlink_to(here / "thesis.txt")

    pack()

    assert (here / "thesis.txt").read_text() == "mine"
    assert held(here) == {"walk.py": SOLUTION}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no files of such names")
def test_names_of_files_move_no_cursor(here, pack):
    write(here, SOLUTION)
    write(here, "x", "\x1b[31m\u202e.py")

    _, out, err = pack()

    assert not [sign for sign in out + err if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf"}]


# --- how the archive is read ---------------------------------------------------------------------------------------


def zipped(folder: Path, name: str, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        for each, text in files.items():
            archive.writestr(each, text)


@pytest.mark.parametrize("name", ["hand-in.zip", "hand-in (1).zip", "Hand-in-2.zip", "handin.zip", "hw/hand-in.zip"])
def test_the_archive_is_read_whatever_browsers_make_of_its_name(here, courses, tmp_path, name):
    place = tmp_path / "class" / "ada" / name
    zipped(place.parent, place.name, **{"walk.py": SOLUTION, "twice.py": TWICE})

    rows = collect(tmp_path / "class", courses.course.assignments())

    assert [(row.assignment, row.submission().source.decode()) for row in rows] == [
        ("twice", TWICE),
        ("walk", SOLUTION),
    ]


def test_the_archive_is_read_in_the_archive_of_a_class(here, courses, tmp_path):
    zipped(tmp_path / "one", "hand-in.zip", **{"walk.py": SOLUTION})
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.write(tmp_path / "one" / "hand-in.zip", "ada/hand-in.zip")

    rows = collect(tmp_path / "class.zip", courses.course.assignments())

    assert [(row.assignment, row.status) for row in rows] == [("twice", Status.MISSING), ("walk", Status.GRADED)]


def test_a_file_goes_before_the_archive(here, courses, tmp_path):
    zipped(tmp_path / "class" / "ada", "hand-in.zip", **{"walk.py": "old = 1\n"})
    write(tmp_path / "class" / "ada", SOLUTION)

    (row,) = collect(tmp_path / "class", [courses.course.assignment("walk")])

    assert row.submission().source.decode() == SOLUTION


def test_of_two_archives_none_is_guessed_unless_they_are_the_same(here, courses, tmp_path):
    for student, text in (("ada", SOLUTION), ("bob", "other = 1\n")):
        zipped(tmp_path / "class" / student, "hand-in.zip", **{"walk.py": SOLUTION})
        zipped(tmp_path / "class" / student, "hand-in (1).zip", **{"walk.py": text})

    ada, bob = collect(tmp_path / "class", [courses.course.assignment("walk")])

    assert (ada.status, bob.status) == (Status.GRADED, Status.REJECTED)


@pytest.mark.parametrize("width", ["20", "40", "90"])
def test_lines_keep_to_the_width_of_the_terminal(here, monkeypatch, capsys, width):
    monkeypatch.setenv("COLUMNS", width)
    write(here, "import pandas\n" + SOLUTION.replace("0.1 *", "0.2 *"))
    with pytest.raises(SystemExit):
        main(["pack", "--isolation", "none"])

    assert max(map(len, capsys.readouterr().out.splitlines())) <= int(width)


def test_what_is_piped_has_no_colour_unless_it_is_forced(here, monkeypatch, capsys):
    write(here, SOLUTION.replace("0.1 *", "0.2 *"))
    said = []
    for forced in ("", "1"):
        monkeypatch.setenv("FORCE_COLOR", forced)
        with pytest.raises(SystemExit):
            main(["pack", "--isolation", "none"])
        said.append(capsys.readouterr().out)

    assert ["\x1b" in each for each in said] == [False, True]
