"""The fresh interpreter needs nothing that Windows lacks, and judges as the official tiers do."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from grader.course.folder import find_course
from grader.errors import SandboxError
from grader.grading.prepare import prepare
from grader.sandbox.base import KILLED, Exit, Gone
from grader.sandbox.interpreter import PipedInterpreter
from grader.sandbox.tiers import IN_PROCESS, INTERPRETER
from tests.elsewhere import THERE
from tests.sandbox.verdicts import compared

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compares with a tier that needs Linux")

# As a student's command would run there.
ELSEWHERE = f"{THERE}\nfrom grader.cli import main\nmain(sys.argv[1:])"
HERE = "from grader.cli import main; main()"


def checked(folder: Path, *arguments: str, subtracted: bool) -> subprocess.CompletedProcess[str]:
    return ran(folder, "check", *arguments, subtracted=subtracted)


def ran(
    folder: Path, *arguments: str, subtracted: bool = True, options: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", ELSEWHERE if subtracted else HERE, *arguments],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        check=False,
    )


@pytest.fixture
def pack(courses, backend):
    """A student's pack with two hand-ins: one right, one wrong."""
    for name in ("twice", "double"):
        assignment = courses.add(name)
        answers = msgspec.msgpack.encode(prepare(courses.course, assignment, backend).public.recorded)
        (assignment.folder / "test_hidden.py").unlink()
        (assignment.folder / "answers.msgpack").write_bytes(answers)
    shutil.rmtree(courses.course.reference)
    courses.write("double.py", "def twice(x):\n    return 2 * x\n")
    courses.write("twice.py", "def twice(x):\n    return 3 * x\n")
    return courses.root


NOTICE = "running as `none`: your file runs in a process of its own, with no lock"


@linux
def test_checking_needs_nothing_that_windows_lacks_and_says_the_same(pack):
    there = checked(pack, "--report", "there.html", "twice", subtracted=True)
    here = checked(pack, "--isolation", "standard", "--report", "here.html", "twice", subtracted=False)

    assert (there.returncode, there.stderr.splitlines()) == (1, [NOTICE])
    assert there.stdout == here.stdout.replace("here.html", "there.html")
    assert _timeless((pack / "there.html").read_text()) == _timeless((pack / "here.html").read_text())


def _timeless(page: str) -> str:
    return re.sub(r"\d+(\.\d+)? (s|ms)\b", "", page)


@linux
def test_all_hand_ins_are_checked_without_what_windows_lacks(pack):
    there = checked(pack, "--json", subtracted=True)

    assert there.returncode == 1, there.stderr
    assert {grade["assignment"]: grade["score"] for grade in json.loads(there.stdout)["grades"]} == {
        "double": 1.0,
        "twice": 0.0,
    }


@linux
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["check", "twice.three"], 1, "0 of 1 public points"),
        (["hint"], 0, "1 of 4, what is seen: The answer: yours 9, expected 6."),
        (["pack"], 0, "hand-in.zip holds"),
        (["doctor"], 0, "`check` of one's own file: takes `interpreter`"),
    ],
)
def test_each_command_for_students_needs_nothing_that_windows_lacks(pack, arguments, code, said):
    there = ran(pack, *arguments)

    assert there.returncode == code, there.stderr
    assert said in there.stdout


@linux
def test_what_is_remembered_is_remembered_there(pack):
    checked(pack, subtracted=True)
    (pack / "twice.py").write_text("def twice(x):\n    return 2 * x\n")

    assert "1 more than before." in checked(pack, subtracted=True).stdout


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("cp437", ["check"]),
        ("cp1252", ["check"]),
        ("ascii", ["hint"]),
        ("cp437", ["pack"]),
        ("ascii", ["doctor"]),
        ("cp437", ["check", "lost.py"]),
        ("ascii", ["--help"]),
    ],
)
def test_no_code_page_of_a_console_ends_a_command(pack, encoding, arguments):
    (pack / "twice (1).py").write_text("x = '\u2192 \U0001f600'\n", encoding="utf-8")

    there = ran(pack, *arguments, subtracted=False, PYTHONUTF8="0", PYTHONIOENCODING=encoding)

    assert there.returncode in ({0, 3} if arguments == ["doctor"] else {0, 1, 2})
    assert "the grader itself failed" not in there.stderr
    assert "Traceback" not in there.stderr


@pytest.mark.parametrize("arguments", [["check", "--report", "pages"], ["hint"], ["pack"]])
def test_no_file_is_read_or_written_in_the_encoding_of_the_system(pack, arguments):
    strict = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]

    assert ran(pack, *arguments, subtracted=False, options=strict).stderr == ""


@pytest.mark.parametrize("arguments", [["check"], ["hint"], ["pack"]])
def test_line_ends_of_windows_change_nothing(pack, arguments):
    before = ran(pack, *arguments, subtracted=False)
    shutil.rmtree(pack / "out", ignore_errors=True)
    for name in ("twice.py", "double.py", "assignments/twice/stub.py", "assignments/twice/test_public.py"):
        (pack / name).write_bytes((pack / name).read_bytes().replace(b"\n", b"\r\n"))

    after = ran(pack, *arguments, subtracted=False)

    assert (after.returncode, after.stdout) == (before.returncode, before.stdout)


@linux
def test_known_variants_get_the_verdicts_of_the_official_tier():
    found = list(compared(find_course(start=ROOT), [INTERPRETER, IN_PROCESS], every=32))

    assert len(found) > 30
    assert [each for each in found if each[1].differences] == []


# --- the pipes -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def talking_to(program: str) -> Iterator[PipedInterpreter]:
    """A conversation with any program; it must be over soon after it is ended, whatever the program does."""
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    talk = PipedInterpreter(process)
    yield talk
    started = time.monotonic()
    talk.end()
    assert time.monotonic() - started < 5
    assert process.returncode is not None


def test_who_does_not_read_is_gone_for_us_and_killed():
    with talking_to("import time; time.sleep(60)") as talk:
        with pytest.raises(Gone):
            talk.send(bytes(1 << 22), 0.3)

        assert talk.end() == Exit(KILLED, None)


def test_who_answers_nothing_is_waited_for_as_long_as_we_say():
    with talking_to("import time; time.sleep(60)") as talk:
        assert (talk.receive(0.05), talk.receive(0)) == (b"", b"")


def test_who_leaves_says_how():
    with talking_to("import sys; sys.exit(5)") as talk:
        with pytest.raises(Gone):
            talk.receive(20.0)

        assert talk.end() == Exit(None, 5)


def test_an_interpreter_that_does_not_start_is_no_fault_of_a_student():
    with talking_to("import sys; sys.exit(5)") as talk, pytest.raises(SandboxError, match="exit status 5"):
        talk.wait_until_ready()


def test_who_writes_for_ever_fills_no_memory_of_ours():
    with talking_to("import os\nwhile True: os.write(1, bytes(1 << 16))") as talk:
        assert talk.receive(20.0)
        time.sleep(0.3)

        assert talk._came.qsize() <= 64


@linux
def test_a_child_that_holds_the_pipe_open_keeps_nobody_waiting():
    with talking_to("import os, time\nif os.fork() == 0: time.sleep(2)") as talk:
        assert talk.receive(1.0) == b""


# --- the workflow that sees the systems themselves -----------------------------------------------------------------


def test_the_workflow_for_three_systems_runs_tests_that_exist():
    workflow = (ROOT / ".github" / "workflows" / "student.yml").read_text(encoding="utf-8")
    named = re.findall(r"tests/[\w/]+\.py", workflow)

    assert "os: [ubuntu-latest, macos-latest, windows-latest]" in workflow
    assert len(named) >= 8
    assert [path for path in named if not (ROOT / path).is_file()] == []
