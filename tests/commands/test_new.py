"""`grader new` and `grader mistake new`: an assignment that is sound from the first minute, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from grader.course.folder import find_course
from grader.course.scaffold import templates
from grader.release.wheel import package_files
from tests.commands.conftest import CommandLine
from tests.whole_course import WHOLE_COURSE


class Said(NamedTuple):
    code: object
    out: str
    err: str


Grader = Callable[..., Said]


@pytest.fixture
def grader(command_line: CommandLine) -> Grader:
    return lambda *arguments: Said(*command_line(*arguments))


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_in_an_empty_folder_a_course_begins_that_selftest_finds_nothing_wrong_with(empty: Path, grader: Grader) -> None:
    said = grader("new", "descent")

    assert said.code == 0, said.err
    assert "grader selftest descent" in said.out
    assert find_course().assignment("descent").functions == ("descent",)
    tested = grader("selftest", "descent", "--isolation", "none")
    assert (tested.code, "note:" in tested.out) == (0, False), tested.out
    assert "no survivor, no false loss, no false diagnosis" in tested.out
    released = grader("release", "--out", "pack", "--zip", "--isolation", "none")
    assert released.code == 0, released.err
    first = (empty / "pack.zip").read_bytes()
    with ZipFile(empty / "pack.zip") as archive:
        names = archive.namelist()
    assert {"pack/descent.py", "pack/requirements.txt", "pack/assignments/descent/test_public.py"} <= set(names)
    assert {"pack/.github/workflows/check.yml", "pack/.gitlab-ci.yml", "pack/.gitignore"} <= set(names)
    assert not any("hidden" in name or "reference" in name for name in names)
    assert grader("release", "--out", "pack", "--zip", "--force", "--isolation", "none").code == 0
    assert (empty / "pack.zip").read_bytes() == first
    assert (empty / "pack" / "descent.py").is_file()


def test_what_a_pack_brings_for_a_repository_is_what_this_course_brings_and_comes_with_the_first_assignment_alone(
    empty: Path, grader: Grader
) -> None:
    assert grader("new", "descent").code == 0
    template = empty / "student_template"
    for place in (".github/workflows/check.yml", ".gitlab-ci.yml", ".gitignore", ".gitattributes"):
        assert (template / place).read_bytes() == (WHOLE_COURSE.root / "student_template" / place).read_bytes()
    (template / ".gitlab-ci.yml").unlink()

    assert grader("new", "ascent").code == 0
    assert not (template / ".gitlab-ci.yml").exists()


def test_a_mistake_begins_with_the_reference_and_survives_until_it_is_one(empty: Path, grader: Grader) -> None:
    grader("new", "descent")
    said = grader("mistake", "new", "descent", "descent", "squared")
    place = empty / "reference" / "descent" / "mistakes" / "descent" / "squared.py"

    assert said.code == 0, said.err
    assert "return np.array([loss(point) for point in path])" in place.read_text()
    survived = grader("selftest", "--isolation", "none")
    assert "mistake descent/squared survives" in survived.out
    place.write_text(place.read_text().replace("loss(point)", "loss(point) ** 2").replace("the id of a criterion", "x"))
    lost = grader("selftest", "--isolation", "none")
    assert "which is no criterion; there are: each_point, any_landscape" in lost.out


def test_a_copy_is_sound_under_its_own_name(empty: Path, grader: Grader) -> None:
    grader("new", "descent")

    said = grader("new", "second", "--from", "descent")

    assert said.code == 0, said.err
    assert "def second(loss, path)" in (empty / "assignments" / "second" / "stub.py").read_text()
    assert "descent" not in (empty / "assignments" / "second" / "test_public.py").read_text()
    assert grader("selftest", "second", "--isolation", "none").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "Descent"], "'Descent' is no name of an assignment"),
        (["new", "../descent"], "'../descent' is no name of an assignment"),
        (["new", "taken"], "is there already"),
        (["new", "class"], "'class' means something else to Python"),
        (["new", "numpy"], "'numpy' means something else to Python"),
        (["new", "other", "--from", "takn"], "there is no assignment 'takn' to begin with"),
        (["mistake", "new", "taken", "tkaen", "x"], "taken has no function 'tkaen'"),
        (["mistake", "new", "taken", "taken", "last_point_is_left_out"], "is there already"),
        (["mistake", "new", "taken", "taken", "a/b"], "'a/b' is no name of a mistake"),
    ],
)
def test_what_cannot_be_written_is_said(empty: Path, grader: Grader, arguments: list[str], told: str) -> None:
    grader("new", "taken")

    said = grader(*arguments)

    assert said.code == 2
    assert told in said.err


def test_a_folder_of_other_files_becomes_no_course(empty: Path, grader: Grader) -> None:
    (empty / "hand_in.py").write_text("")

    assert "holds Python files" in grader("new", "descent").err
    assert sorted(path.name for path in empty.iterdir()) == ["hand_in.py"]


def test_prepare_says_what_is_wrong_before_any_hand_in_is_there(empty: Path, grader: Grader) -> None:
    grader("new", "descent")
    assert "descent: 11 calls, 1 known mistakes, 3 points" in grader("prepare", "--isolation", "none").out
    rubric = empty / "assignments" / "descent" / "test_public.py"
    rubric.write_text(rubric.read_text().replace("[[2.0, 1.0]", "[np.random.rand(2), [2.0, 1.0]"))

    said = grader("prepare", "--isolation", "none")

    assert said.code != 0
    assert "there is chance in it" in said.err


@pytest.mark.parametrize(
    ("file", "changed", "told"),
    [
        (
            "assignments/descent/stub.py",
            ("raise NotImplementedError", "return ["),
            "stub.py is not valid Python in line 6",
        ),
        ("assignments/descent/stub.py", ("def descent", "def decent"), "stub.py has no function descent"),
        (
            "assignments/descent/test_public.py",
            (
                "assert_close(submission.descent(**run), reference.descent(**run))",
                "assert submission.descent(**run) == 1",
            ),
            "not with a bare assert",
        ),
        (
            "assignments/descent/test_public.py",
            ("assert_close(", "assert submission.descent(**run) is not None; assert_close("),
            "criterion each_point has a bare assert in line 16",
        ),
        ("assignments/descent/test_public.py", ("run = dict", "1 / 0; run = dict"), "(test_public.py, line 14)"),
        (
            "reference/descent/solution.py",
            ("    return", "    globals()['_asked'] = globals().get('_asked', 0) + 1\n    return _asked *"),
            "answers otherwise when the same is asked in another order",
        ),
        (
            "reference/descent/solution.py",
            ("    return", "    return np.random.default_rng().random() +"),
            "answers otherwise when the same is asked in another order",
        ),
    ],
)
def test_an_authors_slip_is_said_with_its_place(
    empty: Path, grader: Grader, file: str, changed: tuple[str, str], told: str
) -> None:
    grader("new", "descent")
    path = empty / file
    assert changed[0] in path.read_text()
    path.write_text(path.read_text().replace(*changed))

    said = grader("selftest", "--isolation", "none")

    assert told in said.out + said.err


def test_every_template_goes_with_the_program() -> None:
    carried = {name for name, _ in package_files()}

    assert {f"grader/course/scaffold/{name}" for name in templates()} <= carried
