from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.records import Verdict
from grader.words.judgements import judgement_message

TOML = """\
title = "A walk downhill"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["slope", "walk"]
points = 4.0
"""

PUBLIC = '''
"""The public part."""

from grader.rubric import assert_close, assert_trajectory, criterion


@criterion(points=1, functions=["slope"], hint="The derivative of x squared.")
def test_slope(submission, reference):
    """The slope is right."""
    assert_close(submission.slope(x=3.0), reference.slope(x=3.0))


@criterion(points=1, functions=["walk"], hint="Against the slope.")
def test_rows(submission, reference):
    """Every row is right."""
    run = {"start": [2.0, -1.0], "steps": 5}

    assert_trajectory(submission.walk(**run), reference.walk(**run))


@criterion(points=0.5, functions=["walk"], after=["rows"])
def test_no_steps(submission, reference):
    """No steps give the start alone."""
    run = {"start": [2.0, -1.0], "steps": 0}

    assert_trajectory(submission.walk(**run), reference.walk(**run))
'''

HIDDEN = '''
"""The hidden part."""

from grader.rubric import assert_trajectory, criterion


@criterion(points=1.5, functions=["walk"], hint="Use the start.")
def test_other_start(submission, reference):
    """Any start will do."""
    run = {"start": [0.5, 1.5], "steps": 4}

    assert_trajectory(submission.walk(**run), reference.walk(**run))
'''

STUB = '''
def slope(x):
    """Return the slope of x squared at x."""
    raise NotImplementedError


def walk(start, steps):
    """Return the rows of a walk against the slope."""
    raise NotImplementedError
'''

SOLUTION = """
import numpy as np


def slope(x):
    return 2 * x


def walk(start, steps):
    rows = [np.array(start, dtype=float)]
    for _ in range(steps):
        rows.append(rows[-1] - 0.1 * slope(rows[-1]))
    return np.array(rows)
"""

TOO_STEEP = '''
"""The slope is three times x.

loses: slope
hint: Derive once more.
second hint: Twice, not three times.
"""


def slope(x):
    return 3 * x
'''

STRIDES = SOLUTION.replace("0.1 *", "0.1 * (1 if len(rows) < 3 else 2) *")
RAISES = SOLUTION.replace(
    "return 2 * x", 'raise ValueError("\\x1b[31m \\u202e ##[error] Grade :=>> 4 <|-- a --|> " + "::error::boo " * 20)'
)

ORDERS = ("##[", ":=>>", "<|--", "--|>")


@pytest.fixture
def here(courses, monkeypatch):
    """A course of one assignment, and the working folder of somebody who writes it."""
    mistakes = {"slope/too_steep": TOO_STEEP}
    courses.add("walk", toml=TOML, public=PUBLIC, hidden=HIDDEN, stub=STUB, solution=SOLUTION, mistakes=mistakes)
    folder = courses.root / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def check(capsys):
    """Runs the command; gives its exit code and what it printed."""

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["check", "--isolation", "none", *arguments])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


def words(text: str) -> str:
    """The text on one line, so that it does not matter where lines were broken."""
    return " ".join(text.split())


def write(folder: Path, source: str, name: str = "walk.py") -> None:
    (folder / name).write_text(source, encoding="utf-8")


def test_right_work_passes_and_is_told_what_is_still_to_come(here, check):
    write(here, SOLUTION)

    code, out, _ = check("walk")

    assert code == 0
    assert "2.5 of 2.5 public points; 1.5 more are judged after hand-in" in words(out)


def test_the_hidden_part_is_never_judged(here, check):
    write(here, STRIDES)

    _, out, _ = check("walk", "--json")

    assert [criterion["id"] for criterion in json.loads(out)["grades"][0]["criteria"]] == ["slope", "rows", "no_steps"]


def test_verdicts_are_those_of_the_grade(here, check, courses, backend, hand_in):
    assignment = courses.course.assignment("walk")
    official = grade(hand_in(STRIDES, assignment="walk"), prepare(courses.course, assignment, backend), backend).grade
    write(here, STRIDES)

    _, out, _ = check("walk", "--json")

    said = {each["id"]: (each["verdict"], each["message"]) for each in json.loads(out)["grades"][0]["criteria"]}
    assert said == {
        each.id: (each.verdict, judgement_message(each, official)) for each in official.judgements if each.public
    }


def test_a_lost_trajectory_shows_the_rows_where_it_leaves(here, check):
    write(here, STRIDES)

    code, out, _ = check("walk")

    rows = [line.split() for line in out.splitlines() if re.match(r"\s+\d  \(", line)]
    assert code == 1
    assert [(row[0], row[-1]) for row in rows] == [("1", "agrees"), ("2", "agrees"), ("3", "first"), ("4", "differs")]
    assert "Hint: Against the slope." in words(out)


def test_a_recognised_mistake_is_named_and_what_follows_from_it_is_not_gone_into(here, check):
    write(here, SOLUTION.replace("return 2 * x", "return 3 * x"))

    _, out, _ = check("walk")

    assert "Recognised: The slope is three times x. Derive once more." in words(out)
    assert "Next: mend `slope`" in words(out)
    assert "Hint: Against the slope." not in words(out)


def test_an_untouched_stub_is_nothing_written_yet(here, check):
    write(here, STUB.lstrip("\n"))

    code, out, _ = check("walk")

    assert code == 1
    assert out.count("not written yet") == 2
    assert "Next: start with `slope`" in words(out)


def test_a_function_that_is_not_written_is_said_once(here, check):
    write(here, SOLUTION.split("def walk", maxsplit=1)[0])

    _, out, _ = check("walk")

    assert "walk 0 of 1.5 points, not written yet" in words(out)
    assert "Next: write `walk`" in words(out)


def test_a_file_that_does_not_load_says_why_once(here, check):
    write(here, "def slope(:\n")

    code, out, _ = check("walk")

    assert code == 1
    assert words(out).count("walk.py is not valid Python in line 1") == 1


@pytest.mark.parametrize("width", ["20", "80", "200"])
def test_lines_keep_to_the_width_of_the_terminal(here, check, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    write(here, STRIDES)

    _, out, _ = check("walk")

    about = out[: out.index("A page with the figures")].splitlines()
    pasted = [line for line in about if line.startswith(("from ", "walk(", "slope("))]
    assert max(len(line) for line in about if line not in pasted) <= int(width)
    assert any(line.endswith(")") and line.count("(") == line.count(")") for line in pasted)  # each whole, on one line


@pytest.mark.parametrize("width", ["24", "40", "60", "80"])
def test_a_number_is_never_broken_however_narrow_the_terminal_is(here, check, monkeypatch, width):
    write(here, STRIDES)
    monkeypatch.setenv("COLUMNS", "300")
    whole = set(re.findall(r"-?\d+\.\d+", check("walk")[1]))
    monkeypatch.setenv("COLUMNS", width)

    narrow = check("walk")[1]

    assert whole
    assert set(re.findall(r"-?\d+\.\d+", narrow)) == whole


def test_plain_output_has_no_table_no_sign_and_no_colour(here, check, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    write(here, STRIDES)

    code, out, _ = check("walk", "--plain")

    assert code == 1
    assert "\x1b" not in out
    assert "✗" not in out
    assert "failed 0/1: " in out
    assert re.search(r"Row \d: yours .*, expected .*, agrees\.", " ".join(out.split()))


def test_the_lines_to_paste_run_as_they_are(here, check):
    write(here, STRIDES)
    lines = check("walk")[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("from "))
    pasted = "\n".join(lines[start : lines.index("", start)])

    ran = subprocess.run(
        [sys.executable, "-c", f"{pasted.rpartition(chr(10))[0]}\nprint({pasted.rpartition(chr(10))[2]})"],
        cwd=here,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip()


def test_verdicts_are_words_and_signs_when_there_is_no_colour(here, check):
    write(here, STRIDES)

    _, out, _ = check("walk")

    assert "✓ passed" in out
    assert "✗ failed" in out
    assert "\x1b" not in out


def test_colour_comes_when_it_is_forced_and_goes_when_it_is_refused(here, check, monkeypatch):
    write(here, STRIDES)
    monkeypatch.setenv("FORCE_COLOR", "1")
    _, coloured, _ = check("walk")
    monkeypatch.setenv("NO_COLOR", "1")
    _, plain, _ = check("walk")

    assert "\x1b[31m" in coloured
    assert "\x1b[31m" not in plain


@pytest.mark.parametrize("width", ["30", "62", "120"])
def test_what_a_student_wrote_gives_no_orders_to_terminal_or_runner(here, check, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    write(here, RAISES)

    _, out, _ = check("walk")

    assert not [sign for sign in out if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf"}]
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert not [order for order in ORDERS if order in out]


def test_what_a_student_wrote_gives_no_orders_as_data_either(here, check):
    write(here, RAISES)

    _, out, _ = check("walk", "--json")

    (said, *_) = [each["message"] for each in json.loads(out)["grades"][0]["criteria"]]
    assert "Grade" in said
    assert not [order for order in ORDERS if order in out]


def test_without_a_name_every_file_found_is_checked(here, check, courses):
    courses.add("twice")
    write(here, SOLUTION)
    write(courses.root, "def twice(x):\n    return 2 * x\n", "twice.py")

    code, out, _ = check("--json")

    assert code == 0
    assert [each["assignment"] for each in json.loads(out)["grades"]] == ["twice", "walk"]


def test_a_file_may_be_named_wherever_it_lies(here, check, courses):
    (here / "drafts").mkdir()
    write(here / "drafts", SOLUTION)

    code, _, _ = check("drafts/walk.py")

    assert code == 0


def test_a_course_is_not_found_around_the_file_but_named(here, check, monkeypatch, tmp_path):
    write(here, SOLUTION)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    code, _, said = check(str(here / "walk.py"))
    named, _, whose = check(str(here / "walk.py"), "--course", str(here.parent))

    assert (code, "--course DIR" in said) == (2, True)
    assert (named, whose.splitlines()[0]) == (0, f"rubric: {here.parent}")


def bring_a_course(folder: Path) -> Path:
    """A hand-in that brings a rubric of its own, which leaves a mark where it is run."""
    own = folder / "assignments" / "walk"
    own.mkdir(parents=True)
    for name, text in (("assignment.toml", TOML), ("statement.md", ""), ("stub.py", STUB)):
        (own / name).write_text(text)
    (own / "test_public.py").write_text(f"open({str(folder / 'was-run')!r}, 'w').close()\n{PUBLIC}")
    write(folder, SOLUTION)
    return folder / "was-run"


def test_a_rubric_that_a_hand_in_brings_is_not_run(here, check):
    mark = bring_a_course(here / "submissions" / "eve")

    check("submissions/eve/walk.py")

    assert not mark.exists()


def test_a_course_inside_another_is_taken_by_name_alone(here, check, monkeypatch):
    mark = bring_a_course(here / "submissions" / "eve")
    monkeypatch.chdir(here / "submissions" / "eve")

    code, _, said = check("walk")
    before = mark.exists()
    check("walk", "--course", ".")

    assert (code, before, mark.exists()) == (2, False, True)
    assert f"--course {here.parent}" in words(said)


def test_a_notebook_takes_the_place_of_a_file(here, check):
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": SOLUTION, "metadata": {}, "outputs": [], "execution_count": None}
    ]
    write(here, json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), "walk.ipynb")

    code, _, _ = check("walk")

    assert code == 0


def test_a_file_and_a_notebook_are_one_too_many(here, check):
    write(here, SOLUTION)
    write(here, "{}", "walk.ipynb")

    code, out, _ = check("walk")

    assert code == 1
    assert "keep either the .py or the .ipynb" in words(out)


@pytest.mark.parametrize("arguments", [("walk",), ()])
@pytest.mark.parametrize("name", ["walk_final.py", "walk.py.bak"])
def test_a_file_that_may_be_meant_is_named_with_what_to_do(check, here, arguments, name):
    write(here, SOLUTION, name)

    code, _, err = check(*arguments)

    assert code == 2
    assert f"but {name}" in words(err)
    assert "if that is your code, name it walk.py" in words(err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run",), "there is no assignment, function or criterion 'run'"),
        (("walk",), "there is no file walk.py to check"),
        (("lost/walk.py",), "there is no file lost/walk.py to check"),
        (("nothere.py",), "there is no file nothere.py"),
        (("../assignments/walk/stub.py",), "../assignments/walk/stub.py bears the name of no assignment"),
        ((), "there is no file of an assignment"),
    ],
)
def test_nothing_to_check_is_a_matter_of_usage(here, check, arguments, said):
    code, out, err = check(*arguments)

    assert (code, out) == (2, "")
    assert said in err


def test_another_copy_of_a_file_that_is_named_is_pointed_to(here, check):
    write(here, SOLUTION, "walk (1).py")

    code, _, err = check("walk.py")

    assert code == 2
    assert "there is no file walk.py to check, but walk (1).py" in words(err)


def test_a_page_that_was_made_of_a_file_is_not_taken_for_one(here, check):
    write(here, SOLUTION)
    check("walk", "--report", ".")
    (here / "walk.py").unlink()

    _, _, err = check("walk")

    assert "begin with a copy of" in words(err)


def test_the_page_is_written_where_it_is_asked_for(here, check):
    write(here, STRIDES)

    check("walk", "--report", "page.html")
    check("walk", "--report", "pages")

    assert (here / "page.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert (here / "pages" / "walk.html").exists()


def test_one_page_is_not_for_two_assignments(here, check, courses):
    courses.add("twice")
    write(here, SOLUTION)
    write(here, "def twice(x):\n    return 2 * x\n", "twice.py")

    code, _, err = check("--report", "page.html")

    assert code == 2
    assert "is one file, and 2 assignments are checked" in err


def test_a_rubric_that_fails_is_the_graders_fault(here, check, courses):
    broken = PUBLIC.replace("assert_close(", "abs(submission.slope(x=4.0) - 8.0) < 1 or 1 / 0\n    assert_close(", 1)
    courses.write("assignments/walk/test_public.py", broken)
    write(here, SOLUTION.replace("return 2 * x", "return 3 * x"))

    code, out, _ = check("walk", "--json")

    assert code == 3
    assert Verdict.GRADER_FAULT in {each["verdict"] for each in json.loads(out)["grades"][0]["criteria"]}


# --- names that are not quite the one that is asked for, and stubs ------------------------------------------------


NEAR = ["Walk.py", "walk (1).py", "walk.py.txt", "walk-1.py", "walk.PY"]


@pytest.mark.parametrize("name", NEAR)
@pytest.mark.parametrize("by_name", [True, False])
def test_a_file_that_can_only_be_meant_is_checked_with_a_notice(here, check, name, by_name):
    write(here, SOLUTION, name)

    code, out, _ = check("walk" if by_name else name)

    assert code == 0
    assert f"“{name}” was graded in the place of walk.py" in words(out)


def test_a_stub_beside_a_notebook_costs_nothing(here, check):
    cells: list[dict[str, object]] = [{"cell_type": "code", "source": SOLUTION, "metadata": {}, "outputs": []}]
    write(here, json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), "walk.ipynb")
    write(here, STUB)

    assert check("walk")[0] == 0
    assert check()[0] == 0


@pytest.mark.parametrize("named", ["walk", "walk.ipynb"])
def test_a_notebook_of_the_stub_alone_is_nothing_written_yet(here, check, named):
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": STUB, "metadata": {}, "outputs": [], "execution_count": None}
    ]
    write(here, json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), "walk.ipynb")

    code, out, _ = check(named)

    assert code == 1
    assert "nothing is written in it yet" in words(out)


def test_an_archive_may_be_checked_as_it_will_be_handed_in(here, check):
    with zipfile.ZipFile(here / "walk.zip", "w") as archive:
        archive.writestr("hw/walk.py", SOLUTION)

    assert check("walk")[0] == check("walk.zip")[0] == 0


@pytest.mark.parametrize("named", ["walk", "walk.py.gz"])
def test_a_file_packed_in_another_way_is_said(here, check, named):
    write(here, "x", "walk.py.gz")

    _, out, err = check(named)

    assert "is packed in a way that is not read" in words(out + err)


# --- one function, one criterion ---------------------------------------------------------------------------------


def said_of(check: Callable[..., tuple[object, str, str]], *names: str) -> tuple[object, list[str]]:
    """Exit code, and the criteria that are told."""
    code, out, _ = check(*names, "--json")
    return code, [criterion["id"] for grade in json.loads(out)["grades"] for criterion in grade["criteria"]]


@pytest.mark.parametrize(
    ("names", "criteria"),
    [
        (["slope"], ["slope"]),
        (["walk.walk"], ["rows", "no_steps"]),
        (["walk"], ["slope", "rows", "no_steps"]),  # an assignment goes before its function
        (["no_steps"], ["no_steps"]),
        (["walk.rows", "slope"], ["slope", "rows"]),
        (["walk.py", "rows"], ["rows"]),
    ],
)
def test_a_function_or_a_criterion_is_checked_by_its_name(here, check, names, criteria):
    write(here, SOLUTION)

    assert said_of(check, *names) == (0, criteria)


def test_what_was_not_asked_for_neither_shows_nor_counts(here, check):
    write(here, STRIDES)

    code, out, _ = check("slope")

    assert code == 0
    assert "walk  0 of" not in out
    assert "1 of 2.5 public points in all of walk" in words(out)
    assert "this part passes; grader check walk looks at all of it." in words(out)


def test_a_part_of_what_passes_as_a_whole_is_ready_to_be_handed_in(here, check):
    write(here, SOLUTION)

    assert "Next: everything public passes. Hand in walk;" in words(check("slope")[1])


def test_a_criterion_that_waits_for_another_one_says_which(here, check):
    write(here, STRIDES)

    code, out, _ = check("no_steps")

    assert code == 1
    assert "Next: grader check rows; what was asked for builds on it." in words(out)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("slop", "did you mean 'slope'?"),
        ("Slope", "did you mean 'slope'?"),
        ("walk.wlak", "did you mean 'walk'?"),
        ("other_start", "there is no assignment, function or criterion"),  # it is hidden
        ("\x1b[31m\u202e", "\\x1b[31m\\u202e"),
        ("a" * 4000, "there is no assignment"),
    ],
)
def test_a_name_that_is_not_known_is_said_with_what_may_be_meant(here, check, name, said):
    write(here, SOLUTION)

    code, out, err = check(name)

    assert (code, out) == (2, "")
    assert said in words(err)
    assert "other_start" not in err.replace(f"'{name}'", "")


def test_a_name_of_two_things_is_asked_about(here, check, courses):
    courses.add("run", toml=TOML, public=PUBLIC, hidden=HIDDEN, stub=STUB, solution=SOLUTION, mistakes={})
    write(here, SOLUTION)

    code, _, err = check("slope")

    assert code == 2
    assert "say which: run.slope or walk.slope" in words(err)
    assert said_of(check, "walk.slope") == (0, ["slope"])


# --- since the last check ----------------------------------------------------------------------------------------


def test_what_passes_since_the_last_check_is_counted(here, check):
    write(here, STUB)
    first = check("walk")[1]
    write(here, STRIDES)
    second = check("walk")[1]
    write(here, SOLUTION)

    third = check("walk")[1]

    assert "than before" not in first + second  # an untouched stub was not run
    assert "2 more than before." in third
    assert "than before" not in check("walk")[1]


def test_what_passed_before_and_not_now_is_named(here, check):
    write(here, SOLUTION)
    check("walk")
    write(here, STRIDES)

    assert "Passed before, and not now: “Every row is right.”" in words(check("walk")[1])


def test_a_check_for_machines_neither_tells_of_the_last_one_nor_counts_as_one(here, check):
    write(here, STRIDES)
    check("walk")
    write(here, SOLUTION)
    document = check("walk", "--json")[1]

    assert "before" not in document
    assert "2 more than before." in check("walk")[1]


@pytest.mark.parametrize("damage", ["", "{", "[" * 100_000, '{"assignments": {"walk": {"passed": 3}}}', "x" * 300_000])
def test_a_memory_that_is_damaged_is_none(here, check, courses, damage):
    write(here, STRIDES)
    check("walk")
    courses.write("out/.cache/student.json", damage)
    write(here, SOLUTION)

    code, out, err = check("walk")

    assert (code, err.count("Error")) == (0, 0)
    assert "than before" not in out


def test_where_nothing_can_be_written_a_check_is_as_good_as_ever(here, check, courses):
    shutil.rmtree(courses.root / "out", ignore_errors=True)
    (courses.root / "out").write_text("in the way")
    write(here, SOLUTION)

    code, _, err = check("walk")

    assert (code, err) == (0, f"rubric: {courses.root}\n")


def test_a_link_in_the_place_of_the_memory_is_not_followed(here, check, courses):
    write(here, STRIDES)
    check("walk")
    memory = courses.root / "out" / ".cache" / "student.json"
    memory.unlink()
    courses.write("mine/thesis.txt", "mine")
    memory.symlink_to(here / "thesis.txt")

    check("walk")

    assert (here / "thesis.txt").read_text() == "mine"
    assert not memory.is_symlink()


def test_who_lost_something_is_told_of_hints_and_nobody_else(here, check):
    write(here, STRIDES)
    lost = check("walk")[1]
    write(here, SOLUTION)
    won = check("walk")[1]
    write(here, "def slope(:\n")

    assert lost.endswith("One hint at a time: grader hint\n")
    assert "hint" not in won + check("walk")[1]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root writes everywhere")
@pytest.mark.parametrize(("command", "code"), [("check", 1), ("hint", 0), ("pack", 2)])
def test_in_a_folder_that_may_only_be_read_all_is_told_and_what_cannot_be_written_is_said(
    here, courses, capsys, command, code
):
    write(here, STRIDES)
    shutil.rmtree(courses.root / "out", ignore_errors=True)
    folders = (courses.root, here)
    for folder in folders:
        folder.chmod(0o555)
    try:
        with pytest.raises(SystemExit) as ended:
            main([command, "--isolation", "none"])
    finally:
        for folder in folders:
            folder.chmod(0o755)

    said = capsys.readouterr()
    assert ended.value.code == code
    assert ("hand-in.zip cannot be written" in said.err) == (command == "pack")
    assert not (courses.root / "out").exists()
