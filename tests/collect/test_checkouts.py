"""Checkouts of git: the commit that HEAD names is the hand-in; nothing of a repository is run or followed elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.collect.classroom import Classroom, classroom
from grader.course.assignment import Assignment
from grader.records import Person, Status, TroubleKind
from tests.conftest import CourseWriter

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CODE = "def twice(x):\n    return 2 * x  # {name}\n"
MADE_AT = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def assignment(courses: CourseWriter) -> Assignment:
    return courses.add("twice")


def git(folder: Path, *arguments: str) -> str:
    """What git says there, as a student runs it."""
    told = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    who = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_COMMITTER_DATE": MADE_AT.isoformat(), "GIT_AUTHOR_DATE": MADE_AT.isoformat()}
    ran = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | told | who | when, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Callable[..., Path]:
    """A checkout of a pack with a committed file in it, and of what else is named."""

    def make(name: str, *arguments: str, **files: str) -> Path:
        folder = tmp_path / "class" / name
        folder.mkdir(parents=True)
        git(folder, "init", "-q", "-b", "main", *arguments)
        for file, text in {"twice.py": CODE.format(name=name), "README.md": "x", **files}.items():
            (folder / file).write_text(text, encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "done")
        return folder

    return make


def texts(found: Classroom) -> dict[str, str]:
    return {
        row.student: row.submission().source.decode().partition("# ")[2].strip() or str(row.status)
        for row in found.hand_ins
    }


def test_the_commit_is_the_hand_in_at_its_time_and_nothing_else_that_lies_there(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    (checkout("ada") / "twice.py").write_text("not committed", encoding="utf-8")
    git(checkout("bob"), "gc", "-q")  # everything in one pack, branches too
    git(checkout("zoë"), "checkout", "-q", "--detach")
    checkout("李", "--object-format=sha256")

    found = classroom(tmp_path / "class", [assignment])

    assert found.layout.id == "git"
    assert texts(found) == {"ada": "ada", "bob": "bob", "zoë": "zoë", "李": "李"}
    assert {row.handed_in_at for row in found.hand_ins} == {MADE_AT}


def test_two_checkouts_of_one_name_are_one_student_who_is_told_so(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    for form in ("NFC", "NFD"):
        checkout(unicodedata.normalize(form, "José"))

    (row,) = classroom(tmp_path / "class", [assignment]).hand_ins

    assert row.trouble is not None
    assert (row.student, row.trouble.kind) == ("José", TroubleKind.IN_TWO_FOLDERS)


def test_who_has_committed_nothing_is_listed_and_files_without_a_repository_are_taken_as_they_lie(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    checkout("ada")
    checkout("bob")
    (tmp_path / "class" / "cy").mkdir()
    git(tmp_path / "class" / "cy", "init", "-q")
    (tmp_path / "class" / "di").mkdir()
    (tmp_path / "class" / "di" / "twice.py").write_text(CODE.format(name="di"), encoding="utf-8")

    found = classroom(tmp_path / "class", [assignment])

    assert found.layout.id == "git"
    troubles = {row.student: row.trouble.kind for row in found.hand_ins if row.trouble is not None}
    assert troubles == {"cy": TroubleKind.NO_COMMIT}
    assert texts(found)["di"] == "di"


def test_branches_in_tables_are_said_not_to_be_read(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    folder = checkout("ada")
    (folder / ".git" / "refs" / "heads" / "main").unlink()
    (folder / ".git" / "reftable").mkdir()

    found = classroom(tmp_path / "class", [assignment])

    assert [row.trouble and row.trouble.reason for row in found.hand_ins] == [
        "its branches are kept in tables, which are not read"
    ]


@pytest.mark.parametrize(
    ("folders", "roster", "whose"),
    [
        (["hw1-ada-smith", "hw1-ada-jones"], ["ada-smith", "ada-jones", "smith"], {"ada-smith", "ada-jones"}),
        (["hw1-uni-ada", "hw1-uni-bob"], ["uni-ada", "uni-bob"], {"uni-ada", "uni-bob"}),
        (["hw1-ada", "hw1-bob", "solution"], ["ada", "bob"], {"ada", "bob", "solution"}),
        (["hw1-ada"], ["ada", "bob"], {"hw1-ada"}),
        (["hw1-ada", "hw1-mary-ann"], ["ada", "ann"], {"ada", "hw1-mary-ann"}),
        (["mary-ann", "bob"], ["ann", "bob"], {"mary-ann", "bob"}),
        (["ada-smith", "bob-smith"], ["smith"], {"ada-smith", "bob-smith"}),
    ],
)
def test_a_checkout_is_whose_the_longest_end_of_its_name_is(
    assignment: Assignment,
    checkout: Callable[..., Path],
    tmp_path: Path,
    folders: list[str],
    roster: list[str],
    whose: set[str],
) -> None:
    for each in folders:
        checkout(each)

    found = classroom(tmp_path / "class", [assignment], people=[Person(each) for each in roster])

    handed_in = {row.student for row in found.hand_ins if row.status is Status.GRADED}
    assert handed_in == whose


def test_folders_that_begin_alike_are_people_of_the_roster(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("hw1-ann-lee", "hw1-lee", "hw1-stranger"):
        checkout(name)
    people = [Person("lee"), Person("a17", other_ids={"github_username": "ann-lee"})]

    found = classroom(tmp_path / "class", [assignment], people=people)

    assert texts(found) == {"lee": "hw1-lee", "a17": "hw1-ann-lee", "hw1-stranger": "hw1-stranger"}


def test_no_program_that_a_repository_names_is_run(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    was_run = tmp_path / "was-run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho $0 >> {was_run}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    folder = checkout("mallory", **{".gitattributes": "*.py filter=evil diff=evil\n"})
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.hooksPath", "core.askPass"),
        *("filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.external", "diff.evil.textconv"),
        *("core.alternateRefsCommand", "uploadpack.packObjectsHook", "credential.helper", "gpg.program"),
    ):
        git(folder, "config", key, str(program))
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.url", f"ext::{program}")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (folder / ".git" / "hooks").mkdir(exist_ok=True)
        shutil.copy(program, folder / ".git" / "hooks" / hook)
    subprocess.run(["git", "status"], cwd=folder, capture_output=True, check=False)
    assert was_run.exists(), "what is set here runs for who calls git in the folder"
    was_run.unlink()

    found = classroom(tmp_path / "class", [assignment])

    assert texts(found) == {"mallory": "mallory"}
    assert not was_run.exists()


def _alternate(folder: Path, other: Path) -> None:
    info = folder / ".git" / "objects" / "info"
    info.mkdir(exist_ok=True)
    (info / "alternates").write_text(f"{other}/.git/objects\n", encoding="utf-8")
    (folder / ".git" / "refs" / "heads" / "main").write_text(git(other, "rev-parse", "HEAD"), encoding="utf-8")


def _linked(folder: Path, other: Path) -> None:
    shutil.rmtree(folder / ".git")
    (folder / ".git").symlink_to(other / ".git")


def _elsewhere(folder: Path, other: Path) -> None:
    shutil.rmtree(folder / ".git")
    (folder / ".git").write_text(f"gitdir: {other}/.git\n", encoding="utf-8")


def _linked_objects(folder: Path, other: Path) -> None:
    shutil.rmtree(folder / ".git" / "objects")
    (folder / ".git" / "objects").symlink_to(other / ".git" / "objects")
    (folder / ".git" / "refs" / "heads" / "main").write_text(git(other, "rev-parse", "HEAD"), encoding="utf-8")


def _linked_branch(folder: Path, other: Path) -> None:
    (folder / ".git" / "refs" / "heads" / "main").unlink()
    (folder / ".git" / "refs" / "heads" / "main").symlink_to(other / ".git" / "refs" / "heads" / "main")


def _outside(folder: Path, other: Path) -> None:
    (folder / ".git" / "HEAD").write_text(f"ref: refs/../../../{other.name}/.git/refs/heads/main\n", encoding="utf-8")


def _option(folder: Path, other: Path) -> None:
    (folder / ".git" / "HEAD").write_text("--textconv\n", encoding="utf-8")


def _damaged(folder: Path, other: Path) -> None:
    for path in (folder / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"x")


@pytest.mark.parametrize(
    "change",
    [_alternate, _linked, _elsewhere, _linked_objects, _linked_branch, _outside, _option, _damaged],
)
def test_a_repository_that_leads_elsewhere_or_is_damaged_is_refused(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    other = checkout("ada")
    change(checkout("mallory"), other)

    found = classroom(tmp_path / "class", [assignment])

    assert texts(found) == {"ada": "ada", "mallory": "rejected"}
    trouble = next(row.trouble for row in found.hand_ins if row.student == "mallory")
    assert trouble is not None
    assert trouble.kind is TroubleKind.REPOSITORY_UNREADABLE


def test_a_commit_has_the_limits_of_any_other_hand_in(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    checkout("ada", **{"twice.py": "#" * (64 << 20)})  # packs to nothing
    bob = checkout("bob")
    (bob / "twice.py").unlink()
    (bob / "twice.py").symlink_to("/etc/passwd")
    git(bob, "add", ".")
    git(bob, "commit", "-q", "-m", "a link")

    found = classroom(tmp_path / "class", [assignment])

    assert [row.status for row in found.hand_ins] == [Status.REJECTED, Status.REJECTED]
    kinds = [row.trouble.kind for row in found.hand_ins if row.trouble is not None]
    assert kinds == [TroubleKind.TOO_LARGE, TroubleKind.LINK]


def test_a_single_repository_among_folders_makes_no_class_of_checkouts(
    assignment: Assignment, checkout: Callable[..., Path], tmp_path: Path
) -> None:
    (checkout("mallory") / "twice.py").write_text(CODE.format(name="as it lies there"), encoding="utf-8")
    for name in ("ada", "bob"):
        (tmp_path / "class" / name).mkdir()
        (tmp_path / "class" / name / "twice.py").write_text(CODE.format(name=name), encoding="utf-8")

    found = classroom(tmp_path / "class", [assignment])

    assert found.layout.id == "plain"
    assert texts(found) == {"ada": "ada", "bob": "bob", "mallory": "as it lies there"}
