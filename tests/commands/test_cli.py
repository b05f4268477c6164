"""The command line: exit codes, streams, and errors as one sentence with a remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

from grader import __version__
from grader.cli import COMMANDS, main
from tests.conftest import PUBLIC

SURVIVOR = '''
"""Is wrong for negative numbers alone.

loses: three
hint: Try -1.
second hint: Try -2.
"""


def twice(x):
    return 2 * abs(x)
'''
THRICE = SURVIVOR.replace("2 * abs(x)", "3 * x")
BROKEN_RUBRIC = '''
from grader.rubric import criterion

@criterion(points=2, functions=["twice"])
def test_three(submission):
    """Three."""
    if submission.twice(x=3.0) == 9.0:
        raise ZeroDivisionError
'''


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def grader(capsys: Any, monkeypatch: Any, courses: Any) -> Run:
    """Runs a command line in the course folder."""

    def run(*arguments: object) -> Said:
        courses.root.mkdir(exist_ok=True)
        monkeypatch.chdir(courses.root)
        with pytest.raises(SystemExit) as done:
            main(list(map(str, arguments)))
        out, err = capsys.readouterr()
        code = done.value.code
        assert isinstance(code, int)
        return Said(code, out, err)

    return run


@pytest.fixture
def submissions(courses):
    """Two hand-ins, one right and one wrong."""
    courses.add()
    courses.write("submissions/ada/twice.py", "def twice(x):\n    return 2 * x\n")
    courses.write("submissions/bob/twice.py", "def twice(x):\n    return 3 * x\n")
    return courses.root / "submissions"


def process(*arguments: str, cwd: Path, **environment: str) -> Said:
    """The same in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    done = subprocess.run(
        [sys.executable, "-c", "from grader.cli import main; main()", *arguments],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


# --- exit code 0 -----------------------------------------------------------------------------------------------


def test_help_lists_every_command(grader):
    said = grader("--help")

    assert (said.code, said.err) == (0, "")
    assert all(f"  {name} " in said.out and line in said.out for name, line in COMMANDS.items())


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(grader, name, option):
    said = grader(name, option)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: grader {name}")


def test_the_version_is_said(grader):
    assert grader("--version") == (0, f"grader, version {__version__}\n", "")


def test_a_class_is_graded(grader, submissions, tmp_path):
    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    assert (said.code, said.err) == (0, "")
    assert "2 hand-ins: 2 graded" in said.out
    assert "2 / 2" in said.out
    assert str(tmp_path / "out" / "index.html") in said.out.replace("\n", "")


def test_a_second_run_says_what_it_kept(grader, submissions, tmp_path):
    arguments = ("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")
    grader(*arguments)

    assert "(2 kept from before)" in grader(*arguments).out
    assert "kept" not in grader(*arguments, "--force").out


def test_quiet_says_nothing(grader, submissions, tmp_path):
    assert grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none", "--quiet") == (0, "", "")


def test_json_is_one_document_and_nothing_else(grader, submissions, tmp_path):
    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none", "--json")

    document = json.loads(said.out)
    assert [row["score"] for row in document["grades"]] == [2.0, 0.0]
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "out" / "results.json").read_text(encoding="utf-8") == said.out


def test_a_chosen_assignment_is_graded_alone(grader, submissions, courses, tmp_path):
    courses.add("other")

    said = grader(
        "grade", submissions, "--out", tmp_path / "out", "--isolation", "none", "--assignment", "twice", "--json"
    )

    assert {row["assignment"] for row in json.loads(said.out)["grades"]} == {"twice"}


def test_wrong_work_and_nothing_handed_in_are_grades_too(grader, submissions, courses, tmp_path):
    (submissions / "eve").mkdir()
    courses.write("submissions/kim/twice.py", "def twice(x:\n")

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    assert said.code == 0
    assert "4 hand-ins: 3 graded, 1 missing" in said.out


PACKED_OTHERWISE = (
    "eve, twice: “twice.py.gz” is packed in a way that is not read: unpack it and hand in twice.py or twice.ipynb "
    "itself, or pack a .zip or .tar.gz."
)


def test_what_needs_a_person_is_listed_at_the_end_of_every_run(grader, submissions, courses, tmp_path):
    courses.write("submissions/O'Brien, Ana/twice (1).py", "def twice(x):\n    return 2 * x\n")
    courses.write("submissions/eve/twice.py.gz", "x")
    courses.write("submissions/kim/stub.md", "x")
    (submissions / "fay").symlink_to("ada")
    arguments = ("grade", submissions, "--out", tmp_path / "out", "--isolation", "none", "--quiet")

    first, second = grader(*arguments), grader(*arguments)

    assert (first.code, first.out) == (0, "")
    assert first.err.splitlines() == [
        "O'Brien, Ana, twice: “twice (1).py” was graded in the place of twice.py. Give the file that name.",
        PACKED_OTHERWISE,
        "fay, twice: The folder is a link. Hand in a folder of its own.",
    ]
    assert second.err == first.err
    counted = "need a person: 1 refused, 1 nothing under the name asked for, 1 under another name; they stand first on"
    assert counted in grader(*arguments[:-1]).out.replace("\n", " ")


@pytest.mark.parametrize("out", ["submissions", "submissions/out"])
def test_an_output_among_the_hand_ins_is_nobody(grader, submissions, out):
    arguments = ("grade", "submissions", "--out", out, "--isolation", "none")

    first, second = grader(*arguments), grader(*arguments)

    assert (first.code, second.code) == (0, 0)
    assert "2 hand-ins: 2 graded (2 kept from before)" in second.out
    assert "need a person" not in second.out


def test_a_long_list_of_what_needs_a_person_is_cut_and_counted(grader, courses, tmp_path):
    courses.add()
    courses.write("submissions/ada/twice.py", "def twice(x):\n    return 2 * x\n")
    for number in range(25):
        (courses.root / "submissions" / f"s{number:02}").symlink_to("ada")

    said = grader("grade", "submissions", "--out", tmp_path / "out", "--isolation", "none")

    assert len(said.err.splitlines()) == 21
    assert "and 5 more, on the class page" in said.err


def test_what_lies_beside_students_folders_or_in_hidden_ones_is_named(grader, courses, tmp_path):
    courses.add()
    for place in ("ada/twice.py", "stray.py", ".hid/twice.py", ".git/twice.py", ".mypy_cache/twice.py"):
        courses.write(f"submissions/{place}", "def twice(x):\n    return 2 * x\n")

    said = grader("grade", "submissions", "--out", tmp_path / "out", "--isolation", "none").err.splitlines()

    assert sorted(said) == [
        "passed over, since its name says of nobody: .hid/twice.py",
        "passed over, since its name says of nobody: stray.py",
    ]


def test_what_one_hand_in_has_to_tell_does_not_hide_what_is_more_urgent(grader, courses, tmp_path):
    courses.add()
    code = ["def twice(x):\n    return 2 * x", *["nothing"] * 30]
    cells = [{"cell_type": "code", "source": source} for source in code]
    courses.write("submissions/ada/twice.ipynb", json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}))
    zoes = [f"zoe{number:02}" for number in range(19)]
    for zoe in zoes:
        (courses.root / "submissions" / zoe).symlink_to("ada")

    *said, last = grader("grade", "submissions", "--out", tmp_path / "out", "--isolation", "none").err.splitlines()

    assert [line.partition(",")[0] for line in said] == ["ada", *zoes]
    assert last == "… and 2 more, on the class page"


@pytest.mark.parametrize(
    "student", ["Müller, Ana", "O'Brien", "-rf", "=1+1", "::error::x", "a\u202eb", "a\\b", "A<b>", "50%", "con"]
)
def test_a_student_of_any_name_has_pages_that_the_class_page_leads_to(grader, courses, tmp_path, student):
    courses.add()
    courses.write(f"submissions/{student}/twice.py", "def twice(x):\n    return 2 * x\n")
    out = tmp_path / "out"

    said = grader("grade", "submissions", "--out", out, "--isolation", "none")

    pages = [(out / place).read_text(encoding="utf-8") for place in ("index.html", "class/twice.html")]
    found = [re.findall(r'href="(?:../)?((?:reports|staff)/[^"#]+)"', page) for page in pages]
    links = [unquote(link) for each in found for link in each]
    assert said.code == 0
    assert (len(set(found[0])), len(set(links))) == (1, 2)
    assert all((out / link).is_file() for link in links)
    table = grader("export", "csv", out, "--student", student)
    gone = grader("forget", "--out", out, "--", student)
    assert (table.code, gone.code) == (0, 0)
    assert not table.out.splitlines()[1].startswith(("::", "=", "-"))
    assert not gone.out.startswith("::")
    assert not list(out.glob("reports/*"))


def test_a_sound_rubric_is_said_to_be_sound(grader, courses):
    courses.add()

    said = grader("selftest", "--isolation", "none")

    assert (said.code, said.err) == (0, "")
    assert "twice: 1 mistakes on 1 seed(s), 1 of them caught by public criteria alone" in said.out
    assert "no survivor" in said.out


def test_the_kill_matrix_is_shown_when_asked_for(grader, courses):
    courses.add()

    assert "mistake: twice/thrice" in grader("selftest", "twice", "--matrix", "--isolation", "none").out


def test_a_course_is_named_from_elsewhere(courses, tmp_path):
    courses.add()

    said = process("selftest", "--course", str(courses.root), "--isolation", "none", cwd=tmp_path)

    assert (said.code, said.err) == (0, "")


def test_the_demo_grades_a_made_up_class(grader, courses, tmp_path):
    courses.add()

    said = grader("demo", "--out", tmp_path / "demo", "--students", "3", "--isolation", "none")
    again = grader("demo", "--out", tmp_path / "demo", "--students", "3", "--isolation", "none")

    assert (said.code, again.code) == (0, 0)
    assert "student-001" in said.out
    assert (tmp_path / "demo" / "reports" / "student-003" / "twice.html").exists()


# --- exit code 1 -----------------------------------------------------------------------------------------------


def test_a_survivor_ends_the_selftest_with_1(grader, courses):
    courses.add(mistakes={"twice/positive": SURVIVOR})

    said = grader("selftest", "--isolation", "none")

    assert said.code == 1
    assert "✗ mistake twice/positive survives: no criterion is lost (seed: course)" in said.out


def test_brackets_in_a_trouble_are_shown_as_they_are(grader, courses):
    courses.add(mistakes={"twice/thrice": THRICE.replace("loses: three", "loses: three, [/red]")})

    assert (
        "should lose [/red], which is no criterion; there are: three, any_number"
        in grader("selftest", "--isolation", "none").out
    )


# --- exit code 2 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--nosuch"],
        ["grade"],
        ["grade", "submissions", "--out", "out", "--jobs", "many"],
        ["grade", "submissions", "--out", "out", "--jobs", "-1"],
        ["grade", "submissions", "--out", "out", "--isolation", "glass"],
        ["selftest", "--seeds", "0"],
        ["demo", "--students", "0"],
        ["demo", "--nosuch"],
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_how_it_is_used(grader, arguments):
    said = grader(*arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: grader")


def fails(said: Said, code: int, problem: str) -> None:
    """An error is a sentence and a remedy, on stderr, without a traceback."""
    assert said.code == code
    assert said.out == ""
    assert said.err.startswith("Error: ")
    assert problem in said.err
    assert "\n  → " in said.err
    assert "Traceback" not in said.err


def test_outside_of_a_course_the_option_is_named(grader):
    said = grader("selftest")

    fails(said, 2, "holds assignments/")
    assert "--course DIR" in said.err


def test_an_unknown_assignment_is_told_which_there_are(grader, courses):
    courses.add()

    fails(grader("selftest", "thrice"), 2, "there is no assignment 'thrice'")


def test_a_course_without_assignments_is_not_found_to_be_sound(grader, courses):
    (courses.root / "assignments").mkdir(parents=True)
    (courses.root / "reference").mkdir()

    fails(grader("selftest"), 2, "holds no assignment")


@pytest.mark.parametrize("command", [["selftest"], ["grade", "submissions", "--out", "out"], ["demo"]])
def test_a_students_pack_cannot_be_graded_with(grader, courses, command):
    courses.add()
    (courses.root / "reference").rename(courses.root.parent / "kept")

    fails(grader(*command), 2, "is a student's pack")


@pytest.mark.parametrize("kind", ["nowhere", "empty", "file"])
def test_a_folder_without_hand_ins_is_said(grader, courses, tmp_path, kind):
    courses.add()
    (courses.root / "empty").mkdir()
    (courses.root / "file").touch()

    fails(grader("grade", kind, "--out", tmp_path / "out"), 2, kind)


@pytest.mark.parametrize("command", ["grade", "demo"])
def test_an_output_that_is_a_file_is_refused(grader, submissions, tmp_path, command):
    (tmp_path / "out").touch()
    arguments = ["grade", submissions] if command == "grade" else ["demo"]

    fails(grader(*arguments, "--out", tmp_path / "out", "--isolation", "none"), 2, "is not a folder")


def test_a_demo_leaves_other_folders_alone(grader, courses, tmp_path):
    courses.add()
    (tmp_path / "out" / "submissions").mkdir(parents=True)

    fails(grader("demo", "--out", tmp_path / "out"), 2, "is not of an earlier demo")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("assignments/twice/assignment.toml", "title = 'T'\ncolour = 1\n", "unknown key 'colour' in line 2"),
        ("assignments/twice/assignment.toml", "title = \n", "is no valid TOML"),
        ("assignments/twice/test_public.py", "1 / 0\n", "test_public.py stops while it is imported: ZeroDivisionError"),
        ("assignments/twice/test_hidden.py", "", "add up to 1 points, assignment.toml says 2"),
        ("reference/twice/mistakes/twice/thrice.py", '"""Triples."""\n', "does not say its loses, hint, second hint"),
        ("reference/twice/solution.py", "def twice(x):\n    return 1 / 0\n", "criterion 'three' is not sound"),
        ("reference/twice/solution.py", "import nowhere\n", "ModuleNotFoundError"),
    ],
)
@pytest.mark.parametrize("command", ["grade", "selftest"])
def test_a_broken_course_is_named_to_the_file(grader, submissions, courses, tmp_path, command, path, text, said):
    courses.write(path, text)
    arguments = ["grade", submissions, "--out", tmp_path / "out"] if command == "grade" else ["selftest"]

    fails(grader(*arguments, "--isolation", "none"), 2, said)


def test_no_class_is_graded_by_a_rubric_that_lets_a_mistake_pass(grader, submissions, courses, tmp_path):
    courses.write("reference/twice/mistakes/twice/positive.py", SURVIVOR)

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    fails(said, 2, "no criterion of twice catches the mistake twice/positive")
    assert not (tmp_path / "out" / "results.json").exists()


# --- exit code 3 -----------------------------------------------------------------------------------------------


def test_a_run_in_which_nothing_could_be_graded_ends_with_1(grader, courses, tmp_path):
    courses.add()
    courses.write("submissions/ada/nothing.txt", "x")
    courses.write("submissions/bob/twice.tar.gz", "no archive")

    said = grader("grade", "submissions", "--out", tmp_path / "out", "--isolation", "none")

    assert said.code == 1
    assert "bob, twice: twice.tar.gz is damaged" in said.err
    assert "2 hand-ins: 1 missing, 1 rejected" in said.out


def test_a_fault_of_the_grader_at_one_hand_in_ends_with_3_and_every_row(grader, submissions, courses, tmp_path):
    courses.write("assignments/twice/test_public.py", BROKEN_RUBRIC)
    courses.write("assignments/twice/test_hidden.py", "")

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    assert said.code == 3
    assert "2 hand-ins: 1 graded, 1 regrade needed" in said.out


def test_a_damaged_gradebook_ends_with_3_and_is_left_alone(grader, submissions, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "gradebook.sqlite3").write_bytes(b"no database " * 400)

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    fails(said, 3, "gradebook.sqlite3 cannot be used")
    assert (tmp_path / "out" / "gradebook.sqlite3").read_bytes() == b"no database " * 400


def test_an_output_that_cannot_be_written_ends_with_3_and_a_remedy(grader, submissions, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "reports").touch()

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    fails(said, 3, "cannot be written")


def test_what_nobody_foresaw_ends_with_3_and_no_traceback(grader, submissions, courses, tmp_path):
    courses.write("reference/twice/mistakes/twice/folder.py/note", "")

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    fails(said, 3, "the grader itself failed: ")
    assert "--debug" in said.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_of_the_course_that_is_closed_to_who_grades_is_named(grader, submissions, courses, tmp_path):
    (courses.root / "assignments" / "twice" / "test_hidden.py").chmod(0)

    said = grader("grade", submissions, "--out", tmp_path / "out", "--isolation", "none")

    fails(said, 2, "test_hidden.py is closed to you: Permission denied")


@pytest.mark.parametrize("path", ["gradebook.sqlite3", "reports"])
def test_debug_shows_the_traceback(submissions, tmp_path, path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / path).write_bytes(b"in the way" * 400)

    said = process(
        "--debug",
        "grade",
        str(submissions),
        "--out",
        str(tmp_path / "out"),
        "--isolation",
        "none",
        cwd=submissions.parent,
    )

    assert said.code != 0
    assert "Traceback (most recent call last)" in said.err


# --- exit code 130 ---------------------------------------------------------------------------------------------


def test_an_interruption_ends_with_130(grader, courses):
    courses.add(public="import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")

    said = grader("selftest")

    assert (said.code, said.out) == (130, "")
    assert said.err.strip() == "interrupted"


def test_an_interruption_that_a_destructor_swallows_comes_again(grader, courses):
    trap = "class Trap:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGINT)\n        time.sleep(0)\n"
    courses.add(public=f"import os, signal, time\n{trap}Trap()\ntime.sleep(20)\n")

    said = grader("selftest")

    assert (said.code, said.out) == (130, "")
    assert said.err.strip() == "interrupted"


# --- terminals -------------------------------------------------------------------------------------------------


def test_colour_is_for_terminals_and_can_be_refused(courses):
    courses.add()
    arguments = ("selftest", "--isolation", "none")

    plain, refused, forced = (
        process(*arguments, cwd=courses.root, **environment)
        for environment in ({}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"FORCE_COLOR": "1"})
    )

    assert "\x1b" not in plain.out
    assert "\x1b[32m" not in refused.out
    assert "\x1b[32m" in forced.out
    assert (plain.err, refused.err, forced.err) == ("", "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_commands(tmp_path, shell):
    said = process(cwd=tmp_path, _GRADER_COMPLETE=f"{shell}_source")

    assert (said.code, said.err) == (0, "")
    assert "_GRADER_COMPLETE" in said.out


def test_a_name_is_completed(tmp_path):
    said = process(cwd=tmp_path, _GRADER_COMPLETE="bash_complete", COMP_WORDS="grader se", COMP_CWORD="1")

    assert (said.code, said.out.split()) == (0, ["plain,selftest"])


def test_a_reader_that_has_enough_is_no_error_of_ours(tmp_path):
    program = "from grader.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        _, err = running.communicate()

    assert err == b""


def test_the_course_is_found_from_below(courses):
    courses.add()

    assert process("selftest", "--isolation", "none", cwd=courses.root / "assignments").code == 0


def test_selftest_writes_its_matrix_as_a_page(grader, courses, tmp_path):
    courses.add()
    page = tmp_path / "matrix.html"

    said = grader("selftest", "--page", page, "--isolation", "none")

    assert str(page) in said.out.replace("\n", "")
    assert "thrice" in page.read_text() or "triples" in page.read_text().lower()


@pytest.mark.parametrize(("given", "meant"), [("chek", "check"), ("Grade", "grade"), ("self-test", "selftest")])
def test_a_command_that_does_not_exist_is_told_with_the_one_that_may_be_meant(grader, given, meant):
    said = grader(given)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        f"Error: there is no command '{given}'\n  → did you mean '{meant}'? Else choose one of: "
    )


def test_python_m_grader_is_the_same_program():
    said = subprocess.run([sys.executable, "-m", "grader", "--version"], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stdout.split()[:2]) == (0, ["grader,", "version"])


@pytest.mark.parametrize("name", ["random", "numpy", "click"])
def test_python_m_grader_imports_nothing_that_lies_in_the_working_folder(tmp_path, name):
    (tmp_path / f"{name}.py").write_text("print('imported')\n")
    command = [sys.executable, "-m", "grader", "doctor"]

    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (said.returncode, "imported" in said.stdout) == (0, False)


def test_a_course_among_the_hand_ins_is_refused(grader, courses, submissions):
    said = grader("grade", submissions, "--course", courses.root, "--out", "out", "--isolation", "none")
    among = grader("grade", courses.root, "--course", courses.root, "--out", "out", "--isolation", "none")

    assert (said.code, among.code) == (0, 2)
    assert "among the hand-ins" in among.err


def test_a_criterion_that_breaks_on_an_answer_is_named_at_the_end_and_the_others_stand(grader, courses):
    broken = PUBLIC.replace(
        "assert_close(submission.twice(x=3.0), reference.twice(x=3.0))",
        "got = submission.twice(x=3.0)\n    if got == 13: raise KeyError('boom')\n"
        "    assert_close(got, reference.twice(x=3.0))",
    )
    assert broken != PUBLIC
    courses.add(public=broken)
    courses.write("submissions/bob/twice.py", "def twice(x):\n    return 13\n")

    said = grader("grade", courses.root / "submissions", "--out", "out", "--isolation", "none", "--json")

    (grade,) = json.loads(said.out)["grades"]
    verdicts = {each["id"]: each["verdict"] for each in grade["criteria"]}
    assert verdicts == {"three": "grader_fault", "any_number": "failed"}
    assert "bob, twice: criterion three: KeyError: 'boom' (test_public.py, line" in said.err


@pytest.mark.parametrize("out", ["assignments", "assignments/twice", "reference"])
def test_nothing_is_written_among_what_is_only_read(grader, submissions, out):
    before = sorted(submissions.parent.rglob("*"))

    code, _, err = grader("grade", submissions, "--out", out)

    assert code == 2
    assert "which is only read" in err
    assert sorted(submissions.parent.rglob("*")) == before


@pytest.mark.parametrize("place", [".", "/", ".."])
def test_a_folder_is_no_place_for_a_table(grader, submissions, place):
    grader("grade", submissions, "--quiet")

    code, _, err = grader("export", "csv", "--to", place)

    assert code == 2
    assert "cannot be written" in err


def test_a_class_that_was_graded_into_its_own_folder_has_no_student_more(grader, submissions):
    grader("grade", submissions, "--out", submissions, "--quiet")

    grader("grade", submissions, "--out", "elsewhere", "--quiet")

    grades = json.loads((submissions.parent / "elsewhere" / "results.json").read_text())["grades"]
    assert {each["student"] for each in grades} == {"ada", "bob"}


def test_who_handed_in_nothing_to_another_assignment_stays_in_the_class(grader, courses):
    courses.add("twice")
    courses.add("again")
    for student in ("ada", "bob"):
        courses.write(f"first/{student}/twice.py", "def twice(x):\n    return 2 * x\n")
    courses.write("second/ada/again.py", "def twice(x):\n    return 2 * x\n")

    first = grader("grade", "first", "--assignment", "twice")
    second = grader("grade", "second", "--assignment", "again")
    of_both = json.loads((courses.root / "out" / "results.json").read_text())["grades"]
    third = grader("grade", "second", "--assignment", "twice")

    assert (first.err, second.err) == ("", "")
    assert {(each["student"], each["assignment"]) for each in of_both} == {
        ("ada", "twice"),
        ("bob", "twice"),
        ("ada", "again"),
    }
    assert all(each.get("present", True) for each in of_both)
    assert "not among these hand-ins, so in no export until they are again: bob" in third.err
    assert grader("export", "csv").out.count("bob") == 0


def test_an_assignment_that_is_gone_from_the_course_counts_in_no_total(grader, courses):
    for name in ("twice", "again"):
        courses.add(name)
        courses.write(f"submissions/ada/{name}.py", "def twice(x):\n    return 2 * x\n")
    grader("grade", "submissions", "--quiet")
    shutil.rmtree(courses.root / "assignments" / "again")

    said = grader("export", "csv")

    assert said.out.splitlines()[1] == "ada,2,2,graded,2,2"
    assert "left out, since the course has no such assignment: again" in said.err
    assert "again score" in grader("export", "csv", "--assignment", "again").out
