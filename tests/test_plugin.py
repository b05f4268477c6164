"""Plain pytest on rubric files judges as a batch does: the same verdicts and points for every kind of hand-in."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.batch.outputs import open_outputs
from grader.batch.run import grade_class
from grader.collect.hand_in import at_hand, take_file
from grader.course import variants
from grader.course.assignment import ANSWER_KEY
from grader.course.folder import Course
from grader.grading.prepare import prepare
from grader.isolation import Isolation
from grader.records import Grade
from tests.conftest import PUBLIC, STUB, THRICE, TOML
from tests.whole_course import COURSE

IDS = COURSE.assignment_ids()[:2]  # each is a class of its own, graded in both ways

PLUGIN = ("-p", "grader.plugin")  # by name and no other, which halves the time to start

Marks = dict[str, tuple[str, str]]  # id of a criterion → verdict, points


@pytest.fixture(scope="module")
def course(tmp_path_factory, backend):
    """Two of the real assignments in a folder of their own, with what is recorded of them."""
    copied = Course(tmp_path_factory.mktemp("course"))
    for each in IDS:
        prepare(COURSE, COURSE.assignment(each), backend, cache=COURSE.cache)
        for folder in ("assignments", "reference"):
            shutil.copytree(COURSE.root / folder / each, copied.root / folder / each)
        copied.cache.mkdir(parents=True, exist_ok=True)
        for recorded in COURSE.cache.glob(f"{each}-*"):
            shutil.copy2(recorded, copied.cache)
    shutil.copy2(COURSE.reference / "seed", copied.reference)
    return copied


def run_pytest(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], Marks]:
    """What pytest says in a process of its own, and the verdict and points that it notes on each test."""
    report = folder / "report.xml"
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PLUGIN, f"--junitxml={report}", *arguments],
        cwd=folder,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    marks = {}
    if report.exists():
        for case in ET.parse(report).iter("testcase"):
            noted = {each.attrib["name"]: each.attrib["value"] for each in case.iter("property")}
            marks[case.attrib["name"]] = (noted.get("verdict", ""), noted.get("points", ""))
        report.unlink()
    return said, marks


def marks_of(grade: Grade) -> Marks:
    return {each.id: (str(each.verdict), f"{each.points:g}/{each.max_points:g}") for each in grade.judgements}


def hand_ins(course: Course, assignment_id: str) -> dict[str, bytes]:
    """Of each kind one: the reference, a known mistake, the stub, and a file that cannot be loaded."""
    assignment = course.assignment(assignment_id)
    return {
        "reference": variants.solution(course, assignment).source,
        "mistake": variants.mistakes(course, assignment)[-1].submission.source,
        "stub": (assignment.folder / "stub.py").read_bytes(),
        "broken": b"def broken(:\n",
    }


@pytest.mark.parametrize("assignment_id", IDS)
def test_pytest_and_a_batch_give_the_same_judgements(course, backend, tmp_path, assignment_id):
    assignment = course.assignment(assignment_id)
    prepared = prepare(course, assignment, backend, cache=course.cache)
    files = {}
    for kind, source in hand_ins(course, assignment_id).items():
        files[kind] = tmp_path / kind / f"{assignment_id}.py"
        files[kind].parent.mkdir()
        files[kind].write_bytes(source)
    taken = [
        at_hand(take_file(path, student=kind, assignment=assignment_id, limits=assignment.limits))
        for kind, path in files.items()
    ]

    run = grade_class(
        taken, {assignment_id: prepared}, outputs=open_outputs(tmp_path / "out"), isolation=Isolation.NONE, jobs=1
    )

    for grade in run.grades:
        arguments = ("--isolation", "none", "--submission", str(files[grade.student]))
        _, marks = run_pytest(course.root, f"assignments/{assignment_id}", *arguments)
        assert marks == marks_of(grade), grade.student


# --- on a tiny course ------------------------------------------------------------------------------------------


def on(courses: Any, *arguments: str) -> tuple[subprocess.CompletedProcess[str], Marks]:
    return run_pytest(courses.root, "assignments", "--isolation", "none", *arguments)


def test_without_a_submission_the_reference_is_judged(courses):
    courses.add()

    said, marks = on(courses)

    assert said.returncode == 0
    assert marks == {"three": ("passed", "1/1"), "any_number": ("passed", "1/1")}


def test_a_lost_criterion_is_shown_in_sentences_without_a_traceback(courses):
    courses.add()
    path = courses.write("twice.py", "def twice(x):\n    return 3 * x\n")

    said, marks = on(courses, "--submission", str(path))

    assert said.returncode == 1
    assert set(marks.values()) == {("failed", "0/1")}
    assert "Twice three is right. [failed]" in said.stdout
    assert "yours 9, expected 6" in said.stdout
    assert "twice(x=3.0)" in said.stdout
    assert "Recognised: Triples. " in said.stdout
    assert "Traceback" not in said.stdout
    assert "plugin.py" not in said.stdout


def test_a_failure_tells_all_that_the_terminal_tells(courses):
    courses.add()
    source = (
        "calls = [0]\ndef twice(x):\n    calls[0] += 1\n    print('round', calls)\n    return 3 * x + calls[0]\n1 / 0\n"
    )
    path = courses.write("twice.py", source)

    said, _ = on(courses, "--submission", str(path))

    text = " ".join(said.stdout.split())
    assert "from twice import twice" in text
    assert "Asked the same a second time, `twice` gave another answer" in text
    assert "twice.py was graded, but it stops in line 6: `1 / 0`: ZeroDivisionError" in text
    assert "Printed: round [1]" in text


def test_a_submission_leaves_the_other_assignments_out(courses):
    courses.add()
    courses.add("other")
    path = courses.write("other.py", "def twice(x):\n    return 2 * x\n")

    said, marks = on(courses, "--submission", str(path))

    assert "2 passed, 2 deselected" in said.stdout
    assert len(marks) == 2


def test_a_criterion_can_be_chosen_without_changing_its_verdict(courses):
    courses.add()

    _, marks = on(courses, "-k", "any_number")

    assert marks == {"any_number": ("passed", "1/1")}


def test_a_broken_rubric_says_what_to_do_without_a_traceback(courses):
    courses.add(hidden="")

    said, _ = on(courses)

    assert said.returncode != 0
    assert "the criteria of twice add up to 1 points, assignment.toml says 2" in said.stdout
    assert "change one of the two" in said.stdout
    assert "Traceback" not in said.stdout
    assert "collecting.py" not in said.stdout


def test_a_submission_that_does_not_exist_says_what_to_do(courses):
    courses.add()

    said, _ = on(courses, "--submission", "twice.py")

    assert said.returncode == 1
    assert "twice.py is no .py or .ipynb file that exists" in said.stdout
    assert "plugin.py" not in said.stdout


def test_an_unknown_tier_is_a_usage_error(courses):
    courses.add()

    said, _ = on(courses, "--isolation", "glass")

    assert said.returncode == 4
    assert "invalid choice: 'glass'" in said.stderr


def test_pytest_finds_the_plugin_by_itself():
    assert "grader.plugin" in {each.value for each in entry_points(group="pytest11")}


def test_other_tests_are_left_to_pytest(courses):
    courses.add()
    courses.write("own/test_public.py", "def test_own(tmp_path):\n    assert tmp_path.exists()\n")

    said = subprocess.run(
        # In a temporary folder of its own, or it first removes what earlier runs left in the one that all share.
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp=temporary", "own"],
        cwd=courses.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 passed" in said.stdout


@pytest.mark.parametrize("name", ["Twice (1).py", "twice.py.txt"])
def test_a_submission_may_bear_a_name_that_can_only_be_meant(courses, name):
    courses.add()
    path = courses.write(name, "def twice(x):\n    return 2 * x\n")

    said, marks = on(courses, "--submission", str(path))

    assert said.returncode == 0
    assert len(marks) == 2


@pytest.fixture
def pack(courses, backend):
    """The tiny course as students get it."""
    assignment = courses.add()
    answers = msgspec.msgpack.encode(prepare(courses.course, assignment, backend).public.recorded)
    (assignment.folder / ANSWER_KEY).write_bytes(answers)
    (assignment.folder / "test_hidden.py").unlink()
    shutil.rmtree(courses.root / "reference")
    return courses


def test_in_a_pack_the_file_beside_the_assignments_is_judged(pack):
    pack.write("twice.py", "def twice(x):\n    return 3 * x\n")

    said, marks = on(pack)

    assert said.returncode == 1
    assert marks == {"three": ("failed", "0/1")}


def test_in_a_pack_a_stub_competes_with_no_notebook(pack):
    cells = [{"cell_type": "code", "source": "def twice(x):\n    return 2 * x\n", "metadata": {}, "outputs": []}]
    pack.write("twice.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    pack.write("twice.py", STUB)

    said, _ = on(pack)

    assert said.returncode == 0


def test_in_a_pack_without_a_file_nothing_has_run_yet(pack):
    said, marks = on(pack)

    assert said.returncode == 1
    assert marks == {"three": ("not_run", "0/1")}
    assert "There is no twice.py yet." in said.stdout


def test_judging_by_pytest_leaves_no_byte_code_in_the_course(courses):
    courses.add()
    before = sorted((courses.root / "assignments").rglob("*"))

    on(courses)

    assert sorted((courses.root / "assignments").rglob("*")) == before


def test_a_rubric_outside_of_the_course_around_the_working_folder_is_not_run(courses):
    courses.add()
    strange = courses.root / "submissions" / "eve"
    shutil.copytree(courses.root / "assignments", strange / "assignments")
    (rubric,) = strange.glob("assignments/*/test_public.py")
    rubric.write_text(f"open({str(strange / 'was-run')!r}, 'w').close()\n")

    said, marks = run_pytest(courses.root, "submissions", "assignments", "--isolation", "none")

    assert not (strange / "was-run").exists()
    assert set(marks) == {"three", "any_number"}
    assert "not run, since it is no part of the course" in said.stdout


def test_what_pytest_prints_holds_no_order_of_a_students(courses, tmp_path):
    courses.add()
    order = r"##vso[task.setvariable]x ##teamcity[y] ##[error]z \n::error::boo \x1b[31m"
    file = tmp_path / "twice.py"
    file.write_text(f"def twice(x):\n    raise ValueError('{order}')\n")

    said, _ = on(courses, "--submission", str(file))

    assert said.returncode == 1
    assert "ValueError" in said.stdout
    assert not re.search(r"##\w*\[|^\s*::|\x1b", said.stdout, re.MULTILINE)


# --- what is told once -------------------------------------------------------------------------------------------

TWO_MORE = """

@criterion(points=0.5, functions=["twice"])
def test_minus_two(submission, reference):
    \"\"\"Twice minus two is right.\"\"\"
    assert_close(submission.twice(x=-2.0), reference.twice(x=-2.0))


@criterion(points=0.5, functions=["twice"], after=["three"])
def test_nothing(submission, reference):
    \"\"\"Twice nothing is nothing.\"\"\"
    assert_close(submission.twice(x=0.0), reference.twice(x=0.0))
"""


@pytest.fixture
def three_criteria(courses):
    """A course in which one criterion builds on another."""
    courses.add(toml=TOML.replace("2.0", "3.0"), public=PUBLIC + TWO_MORE, mistakes={"twice/thrice": THRICE})
    return courses


def test_what_was_not_run_is_skipped_with_the_reason(three_criteria):
    path = three_criteria.write("twice.py", "def twice(x):\n    return 3 * x\n")

    said, marks = on(three_criteria, "--submission", str(path), "-rs")

    assert said.returncode == 1
    assert marks["nothing"] == ("not_run", "0/0.5")
    assert "3 failed, 1 skipped" in said.stdout
    assert "Not looked at, because it builds on" in said.stdout
    assert "test_public.py:" in said.stdout.split("SKIPPED", 1)[1].splitlines()[0]


def test_what_was_not_run_fails_where_nothing_else_tells_of_it(three_criteria):
    path = three_criteria.write("twice.py", "def twice(x):\n    return 3 * x\n")

    said, _ = on(three_criteria, "--submission", str(path), "-k", "nothing")

    assert said.returncode == 1
    assert "1 failed" in said.stdout


@pytest.mark.parametrize("on_a_ci", ["", "true"])
def test_a_recognised_mistake_is_told_once(three_criteria, on_a_ci, monkeypatch):
    monkeypatch.setenv("CI", on_a_ci)
    path = three_criteria.write("twice.py", "def twice(x):\n    return 3 * x\n")

    said, _ = on(three_criteria, "--submission", str(path))

    assert said.stdout.count("Recognised: ") == 1


@pytest.mark.parametrize("on_a_ci", ["", "true"])
@pytest.mark.parametrize("chosen", [(), ("-k", "nothing"), ("-k", "nothing or minus")])
def test_a_file_that_does_not_load_fails_once_and_the_rest_is_skipped(three_criteria, chosen, on_a_ci, monkeypatch):
    monkeypatch.setenv("CI", on_a_ci)
    path = three_criteria.write("twice.py", "def twice(x:\n")

    said, _ = on(three_criteria, "--submission", str(path), *chosen)

    assert said.returncode == 1
    assert "1 failed" in said.stdout
    assert said.stdout.count("is not valid Python") == 1
