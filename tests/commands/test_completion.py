"""Completion in the shell: of commands, assignments, functions and criteria, quick and without a word of trouble."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import FOR_STUDENTS
from grader.sandbox.base import Backend
from tests.conftest import CourseWriter
from tests.packs import pack_of

Complete = Callable[[str], list[str]]
PROGRAM = "from grader.cli import main; main()"


@pytest.fixture
def complete(courses: CourseWriter, backend: Backend, tmp_path: Path) -> Complete:
    """What a shell gets for a line that ends at the cursor."""
    folder = pack_of(courses, backend, tmp_path / "pack")

    def run(line: str) -> list[str]:
        words = line.split()
        asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - (not line.endswith(" ")))}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=folder,
            env=os.environ | asked | {"_GRADER_COMPLETE": "bash_complete"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.stdout.split()

    return run


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("grader ch", ["plain,check"]),
        ("grader ", [f"plain,{name}" for name in FOR_STUDENTS]),
        ("grader check ", ["plain,twice", "plain,three"]),
        ("grader check twice.", ["plain,twice.twice", "plain,twice.three"]),
        ("grader hint th", ["plain,three"]),
        ("grader pack ", ["plain,twice"]),
        ("grader check --wa", ["plain,--watch"]),
        ("grader check drafts/", ["file,drafts/"]),
        ("grader bogus x", []),
    ],
)
def test_what_can_be_meant_is_offered(complete, line, names):
    assert complete(line) == names


def test_where_there_is_no_course_files_are_offered_and_nothing_is_said(complete, tmp_path):
    shutil.rmtree(tmp_path / "pack" / "assignments")

    assert complete("grader check t") == ["file,t"]


def test_no_rubric_is_run_for_it(complete, tmp_path):
    rubric = tmp_path / "pack" / "assignments" / "twice" / "test_public.py"
    rubric.write_text("raise SystemExit\n\n\ndef test_four(submission):\n    pass\n")

    assert complete("grader hint ") == ["plain,twice", "plain,four"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_the_script_that_is_made_for_it(shell, tmp_path):
    if os.name == "nt" or shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"_GRADER_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=True,
    )
    (tmp_path / "script").write_text(made.stdout)

    taken = subprocess.run(
        [shell, *(["--norc"] if shell == "bash" else []), "-n", "script"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "grader" in made.stdout
    assert (taken.returncode, taken.stderr) == (0, "")
