"""From a download to files to upload: two commands, and the place's own ids in what goes back."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import CourseWriter
from tests.exports.canvas_rules import Canvas
from tests.exports.moodle_rules import Moodle

RIGHT = "def twice(x):\n    return 2 * x\n"
WRONG = "def twice(x):\n    return 3 * x\n"


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> CommandLine:
    courses.add("twice")
    monkeypatch.chdir(courses.root)
    return command_line


def download(names: Mapping[str, str]) -> None:
    with zipfile.ZipFile("download.zip", "w") as out:
        for name, text in names.items():
            out.writestr(name, text)


def test_a_class_goes_from_canvas_and_back(grader: CommandLine) -> None:
    canvas = Canvas(
        people={
            number: {"Student": name, "SIS Login ID": login}
            for number, name, login in ((4021, "Doe, Jane", "jdoe"), (4022, "Müller-O'Neill, Zoë", "zoe"))
        },
        assignments={987: ("Twice", 2.0)},
        scores={(4022, 987): 1.0},
        attachments={4021: {77: "twice.py", 78: "twice-1.py"}, 4022: {79: "twice.py"}},
    )
    download({
        "doejane_LATE_4021_77_twice.py": WRONG, "doejane_LATE_4021_78_twice-1.py": RIGHT,
        "mulleroneillzoe_4022_79_twice.py": WRONG,
    })  # fmt: skip
    Path("grades.csv").write_text(
        "\ufeffStudent,ID,SIS Login ID,Section,Twice (987)\n    Points Possible,,,,2\n"
        '"Doe, Jane",4021,jdoe,A,\n"Müller-O\'Neill, Zoë",4022,zoe,A,1\n',
        encoding="utf-8",
    )
    assert grader("roster", "import", "grades.csv")[0] == 0

    assert grader("grade", "download.zip")[0] == 0
    assert grader("export", "canvas", "--assignment", "twice", "--into", "grades.csv", "--to", "up.csv")[0] == 0
    assert grader("export", "canvas-comments", "--into", "download.zip", "--to", "comments.zip")[0] == 0

    assert canvas.changes(Path("up.csv").read_text(encoding="utf-8")) == {(4021, 987): 2.0, (4022, 987): 0.0}
    comments, ignored = canvas.comments(Path("comments.zip").read_bytes())
    assert ignored == []
    assert {person: [name for name, _ in files] for person, files in comments.items()} == {
        4021: ["twice-1.py"],
        4022: ["twice.py"],
    }
    said = comments[4022][0][1].decode()
    assert said.startswith("# Twice: 0 of 2 points")
    assert "# twice: Triples. Count again." in said


def test_a_class_goes_from_moodle_and_back_by_groups_and_in_german(grader: CommandLine) -> None:
    moodle = Moodle(frozenset({1234, 1235, 1236}), maximum=2.0)
    download({
        "Group A_57_assignsubmission_file/twice.py": RIGHT,
        "Zoë Müller-O’Neill_1236_assignsubmission_file/twice.py": WRONG,
    })  # fmt: skip
    head = (
        "Identifier,Full name,Email address,Status,Group,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (grade),Feedback comments\n"
    )
    Path("worksheet.csv").write_text(
        head + "Participant 1234,Jane Doe,jane@example.edu,Submitted,Group A,,2.00,Yes,-,\n"
        "Participant 1235,李 小明,li@example.edu,Submitted,Group A,,2.00,Yes,-,\n"
        "Participant 1236,Zoë Müller-O’Neill,zoe@example.edu,Submitted,,,2.00,Yes,-,\n"
        "Participant 1237,Who Handed In Nothing,who@example.edu,No submission,,,2.00,Yes,-,\n",
        encoding="utf-8",
    )
    assert grader("roster", "import", "worksheet.csv")[0] == 0

    assert grader("grade", "download.zip", "--publish")[0] == 0
    assert grader("export", "moodle", "--into", "worksheet.csv", "--to", "up.csv")[0] == 0
    assert grader("export", "moodle-feedback", "--into", "worksheet.csv", "--to", "feedback.zip")[0] == 0

    done = moodle.uploaded(Path("up.csv").read_text(encoding="utf-8"))
    assert done.grades == {1234: 2.0, 1235: 2.0, 1236: 0.0}
    files = moodle.feedback_files(Path("feedback.zip").read_bytes())
    assert set(files) == {1234, 1235, 1236}
    assert {tuple(sorted(names)) for names in files.values()} == {("feedback.txt", "twice.html")}
    assert "Handed in as a group: “1234”, “1235”." in files[1235]["feedback.txt"].decode()


def test_a_class_goes_from_gradescope_and_back(grader: CommandLine, tmp_path: Path) -> None:
    metadata = (
        "submission_101:\n  :submitters:\n  - :name: Zoë\n    :sid: '007'\n    :email: zoe@example.edu\n"
        "  - :name: 李 小明\n    :sid: '008'\n    :email: li@example.edu\n  :created_at: 2026-03-01 10:00:00 Z\n"
        "submission_102:\n  :submitters:\n  - :name: Jane\n    :sid: ''\n    :email: jane@example.edu\n"
        "submission_104:\n  :submitters:\n  - :name: Eve\n    :sid: '011'\n    :email: eve@example.edu\n"
    )
    download({
        "assignment_5_export/submission_metadata.yml": metadata,
        "assignment_5_export/submission_101/twice.py": RIGHT,
        "assignment_5_export/submission_102/twice.py": WRONG,
        "assignment_5_export/submission_104/twice.py": "",
    })  # fmt: skip
    Path("roster.csv").write_text(
        "First Name,Last Name,SID,Email,netid\nZoë,M,007,zoe@example.edu,zm\nJane,D,009,Jane@example.edu,jd\n",
        encoding="utf-8",
    )
    assert grader("roster", "import", "roster.csv")[0] == 0

    assert grader("grade", "download.zip")[0] == 0
    assert grader("export", "gradescope-results", "--into", "download.zip", "--to", "results.zip")[0] == 0

    scores = {
        number: handed_over(Path("results.zip"), tmp_path / str(number), number) for number in (101, 102, 103, 104)
    }
    assert scores == {101: 2.0, 102: 0.0, 103: None, 104: None}


def handed_over(archive: Path, root: Path, number: int) -> float | None:
    """The score that Gradescope has of a hand-in, when it runs the autograder in a root of its own."""
    with zipfile.ZipFile(archive) as held:
        held.extractall(root / "source")
        modes = {info.filename: info.external_attr >> 16 for info in held.infolist()}
    assert all(modes[name] & stat.S_IXUSR for name in ("setup.sh", "run_autograder"))
    (root / "submission_metadata.json").write_text(json.dumps({"id": number}), encoding="utf-8")
    (root / "results").mkdir()
    ran = subprocess.run(
        [sys.executable, "-I", str(root / "source" / "run_autograder")],
        env=os.environ | {"AUTOGRADER_ROOT": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    results = root / "results" / "results.json"
    if ran.returncode:
        assert "not among those that were graded" in ran.stderr
        assert not results.exists()
        return None
    document = json.loads(results.read_text(encoding="utf-8"))
    assert {each["visibility"] for each in document["tests"]} == {"visible"}
    return float(document["score"]) if "score" in document else None
