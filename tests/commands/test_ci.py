from __future__ import annotations

import json
import shutil
from pathlib import Path

import junitparser
import pytest

from grader.cli import main
from grader.course.assignment import ANSWER_KEY
from grader.course.folder import Course
from grader.grading.prepare import prepare
from grader.sandbox.base import Backend
from tests.conftest import SOLUTION, CourseWriter

WRONG = "import os\n\n\ndef twice(x):\n    print('::error::forged')\n    raise ValueError('::warning::no')\n"
PLACES = ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI", "CI_PROJECT_DIR", "SUBMISSION_TAG")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, backend: Backend) -> Path:
    """A student's repository: a pack, with no file written yet."""
    import msgspec  # noqa: PLC0415 - to write what a release writes

    writer = CourseWriter(tmp_path_factory.mktemp("course"))
    assignment = writer.add()
    prepared = prepare(Course(writer.root), assignment, backend)
    (assignment.folder / ANSWER_KEY).write_bytes(msgspec.msgpack.encode(prepared.public.recorded))
    (assignment.folder / "test_hidden.py").unlink()
    shutil.rmtree(writer.root / "reference")
    return writer.root


@pytest.fixture
def repository(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(made, root)
    for name in PLACES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(root)
    (root / "twice.py").write_text(WRONG, encoding="utf-8")
    return root


def run(*arguments: str) -> object:
    with pytest.raises(SystemExit) as ended:
        main(["ci", "--isolation", "none", *arguments])
    return ended.value.code


def test_elsewhere_it_is_plain_text_and_no_file(repository, capsys):
    before = sorted(repository.iterdir())

    assert run() == 1

    said = capsys.readouterr().out
    assert "crashed 0/1: Twice three is right." in said
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.lstrip().startswith("::")]
    assert sorted(path for path in repository.iterdir() if path.name != "out") == before


def test_on_github_the_line_has_a_remark_and_the_job_a_summary(repository, capsys, monkeypatch, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("what was there\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))

    assert run() == 1

    commands = [line for line in capsys.readouterr().out.splitlines() if line.lstrip().startswith("::")]
    assert [command.partition("::`")[0] for command in commands] == [
        "::error file=repository/twice.py,line=6,title=Twice three is right."
    ]
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("what was there\n## Twice")
    assert "ValueError" in text


def test_a_summary_that_cannot_be_written_is_said_and_changes_no_verdict(repository, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "not there" / "summary.md"))

    assert run() == 1

    said = capsys.readouterr()
    assert "the summary of the job is left out" in said.err
    assert "::error" in said.out


def test_on_gitlab_there_are_two_reports(repository, monkeypatch):
    monkeypatch.setenv("GITLAB_CI", "true")

    assert run() == 1

    assert junitparser.JUnitXml.fromfile(str(repository / "grader-junit.xml")).errors == 1
    (issue,) = json.loads((repository / "gl-code-quality-report.json").read_bytes())
    assert issue["location"] == {"path": "twice.py", "lines": {"begin": 6}}


def test_no_report_is_written_through_a_link_that_lies_in_the_repository(repository, monkeypatch, tmp_path):
    other = tmp_path / "other.xml"
    other.write_text("mine", encoding="utf-8")
    (repository / "grader-junit.xml").symlink_to(other)
    monkeypatch.setenv("GITLAB_CI", "true")

    run()

    assert other.read_text(encoding="utf-8") == "mine"


def test_in_classroom_50_a_lost_criterion_is_no_failure_of_the_autograder(repository, monkeypatch):
    for name in ("CLASSROOM", "ASSIGNMENT", "OWNER", "COMMIT_URL", "RELEASE_URL"):
        monkeypatch.setenv(name, "there")
    monkeypatch.setenv("SUBMISSION_TAG", "submit/1")

    assert run("twice") == 0

    document = json.loads((repository / "result.json").read_bytes())
    assert (document["score"], document["max-score"]) == (0, 1)


def test_all_that_passes_is_green(repository, capsys, monkeypatch):
    (repository / "twice.py").write_text(SOLUTION, encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert run() == 0
    assert "::error" not in capsys.readouterr().out


def test_no_file_is_a_matter_of_usage(repository):
    (repository / "twice.py").unlink()

    assert run() == 2
