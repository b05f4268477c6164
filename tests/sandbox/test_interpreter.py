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
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.course.folder import find_course
from grader.errors import SandboxError
from grader.grading.prepare import prepare
from grader.sandbox.base import KILLED, Exit, Gone
from grader.sandbox.interpreter import PipedInterpreter
from grader.sandbox.tiers import IN_PROCESS, INTERPRETER
from tests.sandbox.verdicts import compared

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compares with a tier that needs Linux")

# Makes this Python one that lacks what Windows lacks.  What the standard library itself does with it is put right:
# there it has other ways.
SUBTRACTED = """
import os, select, signal, socket, subprocess, sys

for module in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[module] = None

def lacking(*_, **__):
    raise AttributeError("Windows has no such thing")

start = subprocess.Popen.__init__
def start_without_descriptors(self, *arguments, pass_fds=(), **options):
    if pass_fds:
        lacking()
    start(self, *arguments, **options)
subprocess.Popen.__init__ = start_without_descriptors
kill = signal.SIGKILL
subprocess.Popen.kill = lambda self: self.send_signal(kill)
for owner, names in {
    os: ["O_NOFOLLOW", "fork", "forkpty", "geteuid", "getuid", "killpg", "set_blocking", "setsid", "wait4"],
    select: ["epoll", "poll"],
    signal: ["SIGKILL", "SIGXCPU", "alarm", "setitimer"],
    socket: ["AF_UNIX", "SCM_CREDENTIALS", "SO_PASSCRED", "recv_fds", "send_fds"],
}.items():
    for name in names:
        if hasattr(owner, name):
            delattr(owner, name)
socket.socketpair = select.select = lacking
"""

# As `grader check` would run there.  Other people's packages are loaded first, since they look at the platform.
CHECK = """
import click, contourpy, jinja2, latex2mathml.converter, markdown_it, msgspec, numpy, rich.console, rich.table
{subtracted}
sys.platform = "win32"
from grader.sandbox import interpreter
interpreter._START = {subtracted!r} + interpreter._START
from grader.cli import main
main(sys.argv[1:])
"""


def checked(folder: Path, *arguments: str, subtracted: bool) -> subprocess.CompletedProcess[str]:
    code = CHECK.format(subtracted=SUBTRACTED) if subtracted else "from grader.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "check", *arguments],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
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
def test_known_variants_get_the_verdicts_of_the_official_tier():
    found = list(compared(find_course(start=ROOT), [INTERPRETER, IN_PROCESS], every=16))

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
