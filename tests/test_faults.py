"""Faults of our own, made for real: killed processes, full disks, no processes to be had, Ctrl-C at any moment.

Whatever happens: no wrong grade, no lost one, every file whole or absent, and the next run completes what is missing.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.batch.outputs import open_outputs
from grader.batch.shard import Shard
from grader.collect.hand_in import at_hand
from grader.grading.prepare import prepare
from grader.isolation import Isolation
from grader.records import Status
from tests.conftest import CourseWriter
from tests.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]

CLASS = 12  # more than one process takes at once
RIGHT = "def twice(x):\n    return 2 * x\n"
THRICE = "def twice(x):\n    return 3 * x\n"
SLOW = "import time\ntime.sleep(0.1)\n"


def children(pid: int) -> list[int]:
    try:
        found = [
            int(each) for path in Path(f"/proc/{pid}/task").glob("*/children") for each in path.read_text().split()
        ]
    except OSError:
        return []
    return found + [below for child in found for below in children(child)]


def is_zygote(pid: int) -> bool:
    try:
        return b"grader.sandbox.inside.entrance" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that only waits to be buried has."""
    try:
        return re.search(r"\) ([A-Z]) ", Path(f"/proc/{pid}/stat").read_text()).group(1) in "ZX"  # type: ignore[union-attr]
    except OSError:
        return True


class Ended(NamedTuple):
    code: int
    out: str
    err: str


class Class:
    """A class on disk, graded by the command itself in a process of its own."""

    def __init__(self, courses: CourseWriter, out: Path, source: str = "") -> None:
        courses.add()
        self.root, self.out = courses.root, out
        self.scores = {}
        for number in range(CLASS):
            student = f"s{number:02}"
            courses.write(f"submissions/{student}/twice.py", source + (THRICE if number % 3 else RIGHT))
            self.scores[student] = 0.0 if number % 3 else 2.0

    def start(self, *more: str, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        """The command, begun."""
        command = ["grade", str(self.root / "submissions"), "--out", str(self.out), "--isolation", "none", "--json"]
        return subprocess.Popen(
            [sys.executable, "-c", "from grader.cli import main; main()", *command, *more],
            cwd=self.root,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=before,  # noqa: PLW1509 - limits are for this child alone; the tests start no threads before
        )

    def run(self, *more: str, before: Callable[[], None] | None = None) -> Ended:
        """The command, to its end."""
        process = self.start(*more, before=before)
        out, err = process.communicate(timeout=PATIENCE)
        return Ended(process.returncode, out, err)

    def pages(self) -> list[Path]:
        return list(self.out.rglob("*.html"))

    def rows(self) -> list[tuple[str, str, float]]:
        """What `results.json` says; nothing where there is none."""
        path = self.out / "results.json"
        if not path.exists():
            return []
        return [(row["student"], row["status"], row["score"]) for row in json.loads(path.read_bytes())["grades"]]

    def require_whole(self) -> None:
        """No page and no document is half written, and no graded row is wrong."""
        assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in self.pages())
        assert all(status in {"graded", "regrade_needed"} for _, status, _ in self.rows())
        assert all(score == self.scores[student] for student, status, score in self.rows() if status == "graded")

    def require_complete(self) -> None:
        """The next run, undisturbed, gives every grade and leaves nothing else behind."""
        ended = self.run()

        assert (ended.code, ended.err) == (0, "")
        assert self.rows() == [(student, "graded", score) for student, score in self.scores.items()]
        assert len(self.pages()) == 2 * CLASS + 2  # the class has one, and each assignment in it
        names = {path.name for path in self.out.rglob("*") if path.is_file() and ".cache" not in path.parts}
        assert names == {"index.html", "twice.html", "results.json", "gradebook.sqlite3"}


@pytest.fixture
def a_class(courses, tmp_path):
    return lambda source="": Class(courses, tmp_path / "out", source)


# --- interrupted and killed --------------------------------------------------------------------------------------

MOMENTS: dict[str, Callable[[Class], object]] = {
    "while preparing": lambda graded: graded.out.exists(),
    "when the gradebook is opened": lambda graded: (graded.out / "gradebook.sqlite3").exists(),
    "at the first page": lambda graded: len(graded.pages()) >= 1,
    "in the middle": lambda graded: len(graded.pages()) >= CLASS,
}


@pytest.mark.parametrize(("moment", "jobs"), [("in the middle", "1"), *((moment, "2") for moment in MOMENTS)])
def test_ctrl_c_ends_the_run_at_once_with_what_is_done_kept(a_class, moment, jobs):
    graded = a_class(SLOW)
    process = graded.start("--jobs", jobs)
    until(lambda: MOMENTS[moment](graded))
    started = children(process.pid)

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the command
    out, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, out, err.strip()) == (130, "", "interrupted")
    until(lambda: all(map(is_gone, started)))
    graded.require_whole()
    graded.require_complete()


@pytest.mark.parametrize("moment", ["when the gradebook is opened", "in the middle"])
def test_a_killed_run_leaves_no_process_and_nothing_half_written(a_class, moment):
    graded = a_class(SLOW)
    process = graded.start("--jobs", "2")
    until(lambda: MOMENTS[moment](graded))
    started = children(process.pid)

    process.kill()
    process.communicate(timeout=PATIENCE)

    until(lambda: all(map(is_gone, started)))
    graded.require_whole()
    graded.require_complete()


def test_a_killed_second_run_leaves_the_first_runs_results(a_class):
    graded = a_class(SLOW)
    graded.require_complete()
    before = (graded.out / "results.json").read_bytes()
    process = graded.start("--jobs", "2", "--force")
    first = graded.out / "reports" / "s00" / "twice.html"
    written = first.stat().st_mtime_ns
    until(lambda: first.stat().st_mtime_ns != written)

    started = children(process.pid)
    process.kill()
    process.communicate(timeout=PATIENCE)
    until(lambda: all(map(is_gone, started)))  # a process that is still writing may leave its half page behind

    assert (graded.out / "results.json").read_bytes() == before
    graded.require_complete()


@pytest.mark.parametrize("zygote", [True, False])
def test_a_process_of_the_run_that_is_killed_costs_nobody_a_grade(a_class, zygote):
    graded = a_class(SLOW)
    process = graded.start("--jobs", "2")
    until(lambda: len(graded.pages()) >= 2)
    until(lambda: any(is_zygote(pid) for pid in children(process.pid)))
    chosen = [pid for pid in children(process.pid) if is_zygote(pid) is zygote and is_zygote(parent(pid)) is False]

    os.kill(chosen[0], signal.SIGKILL)
    process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert graded.rows() == [(student, "graded", score) for student, score in graded.scores.items()]
    graded.require_whole()


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


# --- the zygote of one hand-in -----------------------------------------------------------------------------------


@contextmanager
def killing_zygotes(shard: Shard, times: int) -> Iterator[None]:
    """Kill the shard's zygote as soon as it has a worker, so many times; each time another one."""
    over, killed = threading.Event(), set[int]()

    def watch() -> None:
        while not over.is_set() and len(killed) < times:
            for backend in list(shard._backends._opened.values()):
                pid = backend._process.pid  # type: ignore[attr-defined]
                if pid not in killed and children(pid):
                    killed.add(pid)
                    os.kill(pid, signal.SIGKILL)
            over.wait(0.002)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()


@pytest.mark.parametrize("source", [RIGHT, THRICE])
@pytest.mark.parametrize("times", [1, 2])
def test_a_zygote_killed_during_a_call_costs_a_second_try_and_then_a_regrade(
    courses, backend, hand_in, tmp_path, source, times
):
    assignment = courses.add()
    prepared = prepare(courses.course, assignment, backend)
    shard = Shard({"twice": prepared}, Isolation.NONE, open_outputs(tmp_path / "out"), datetime.now(UTC))
    with killing_zygotes(shard, times):
        grade = shard.do(at_hand(hand_in("import time\ntime.sleep(0.3)\n" + source))).grade
    shard.close()

    expected = (Status.GRADED, 2.0 if source == RIGHT else 0.0) if times == 1 else (Status.REGRADE_NEEDED, 0.0)
    assert (grade.status, grade.score) == expected


# --- full disks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kilobytes", "jobs"), [(4, "1"), (12, "2"), (40, "1"), (80, "2")])
def test_a_disk_that_takes_no_more_is_said_and_the_next_run_goes_on(a_class, kilobytes, jobs):
    graded = a_class()

    ended = graded.run("--jobs", jobs, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10,) * 2))

    assert "Traceback" not in ended.err
    assert (ended.code, "→" in ended.err) in {(3, True), (0, False)}
    assert not [path for path in graded.out.rglob(".*.*") if path.is_file()]
    graded.require_whole()
    graded.require_complete()


def test_results_that_cannot_be_replaced_stay_as_they_were(a_class):
    graded = a_class()
    graded.require_complete()
    before = (graded.out / "results.json").read_bytes()

    ended = graded.run("--force", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (12 << 10,) * 2))

    assert ended.code == 3
    assert (graded.out / "results.json").read_bytes() == before


# --- no processes ------------------------------------------------------------------------------------------------

_PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 8, 47, 2
_CAP_DAC_OVERRIDE, _CAP_FOWNER = 1, 3
_UID = 54321  # of nobody: limits on processes count by user, and never bind root


def as_a_user_with(processes: int) -> Callable[[], None]:
    """Makes what runs before a command: become a user who may have so many processes, and may read any file."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    for each in (0, 1, 2):
        sets[each] = 1 << _CAP_DAC_OVERRIDE | 1 << _CAP_FOWNER

    def before() -> None:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setresuid(_UID, _UID, _UID)
        if libc.capset(header, sets):
            raise OSError(ctypes.get_errno(), "capset")
        for capability in (_CAP_DAC_OVERRIDE, _CAP_FOWNER):
            if libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0):
                raise OSError(ctypes.get_errno(), "ambient capability")
        resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))

    return before


def give_away(folder: Path) -> None:
    """Make a folder and all below it that user's own."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, _UID, _UID)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a user of its own to count processes by")
@pytest.mark.parametrize(("processes", "jobs"), [(1, "1"), (2, "1"), (3, "2"), (5, "2"), (7, "2")])
def test_processes_that_cannot_be_had_are_a_fault_that_is_said_and_never_a_grade(processes, jobs):
    with tempfile.TemporaryDirectory() as open_to_users:
        folder = Path(open_to_users)
        graded = Class(CourseWriter(folder / "course"), folder / "out")
        graded.require_complete()  # what is prepared is cached; the grades are made anew
        give_away(folder)

        ended = graded.run("--jobs", jobs, "--force", before=as_a_user_with(processes))

        assert (ended.code, "Traceback" in ended.err) == (3, False)
        assert "→" in ended.err or "regrade_needed" in {status for _, status, _ in graded.rows()}
        graded.require_whole()
        graded.require_complete()
