"""What every isolation tier does alike: one suite for each row of `BACKENDS`."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from grader.landscapes import quadratic
from grader.records import Call, Ending, Isolation, Limits, Outcome, SourceKind, Submission, Transcript
from grader.sandbox import frames, values
from grader.sandbox.base import Backend
from grader.sandbox.recording import Recording, record
from grader.sandbox.tiers import BACKENDS
from grader.sandbox.zygote_client import ZygoteClient

LINUX = sys.platform.startswith("linux")
TIERS = list(BACKENDS) if LINUX else [Isolation.NONE]
LOCKED = [tier for tier in TIERS if tier is not Isolation.NONE]
LIMITS = Limits(call_cpu_seconds=0.2, cpu_seconds=3.0)


@pytest.fixture(scope="module", params=TIERS)
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    opened = BACKENDS[request.param](())
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=LOCKED)
def locked(request: pytest.FixtureRequest) -> Iterator[Backend]:
    opened = BACKENDS[request.param](())
    yield opened
    opened.close()


def call(function: str, occurrence: int = 0, **keywords: object) -> Call:
    return Call(function, values.encode_arguments([], keywords), occurrence)


def hand_in(source: str) -> Submission:
    return Submission("ada", "twice", "twice.py", SourceKind.PYTHON, textwrap.dedent(source).encode())


def recorded(backend: Backend, source: str, *calls: Call, limits: Limits = LIMITS) -> Transcript:
    return record(hand_in(source), calls, backend=backend, limits=limits)


def outcome(backend: Backend, source: str, limits: Limits = LIMITS, **keywords: object) -> Outcome:
    asked = call("f", 0, **keywords)
    return recorded(backend, source, asked, limits=limits).outcomes[asked]


def value(outcome: Outcome) -> Any:
    assert outcome.ending is Ending.VALUE, outcome
    return values.decode_value(outcome.value)


def descendants(process: int) -> list[int]:
    """Process ids of all that a process started, directly or not, and that is still there."""
    try:
        children = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:  # it is gone, or the system has no such file
        return []
    return [*children, *(each for child in children for each in descendants(child))]


def process(backend: Backend) -> int:
    return cast("ZygoteClient", backend)._process.pid


def test_a_value_comes_back_as_it_is(backend):
    came = value(outcome(backend, "import numpy as np\ndef f(): return np.arange(6.0).reshape(3, 2)"))

    assert np.array_equal(came, np.arange(6.0).reshape(3, 2))


def test_arguments_arrive_decoded_and_a_landscape_as_a_callable(backend):
    bowl = quadratic(condition_number=10, angle=0.3)

    came = value(outcome(backend, "def f(grad, start): return grad(start)", grad=bowl.gradient, start=np.ones(2)))

    assert np.array_equal(came, bowl.gradient(np.ones(2)))


@pytest.mark.parametrize("tier", TIERS)
def test_packages_of_the_assignment_can_be_imported_and_read(tier):
    opened = BACKENDS[tier](("contourpy",))
    source = "def f():\n    import contourpy.util.mpl_util as late\n    return len(open(late.__file__).read())"
    late = importlib.util.find_spec("contourpy")
    assert late is not None
    assert late.origin is not None
    file = Path(late.origin).parent / "util" / "mpl_util.py"

    transcript = record(hand_in(source), [call("f")], backend=opened, limits=LIMITS, packages=("contourpy",))

    opened.close()
    assert value(transcript.outcomes[call("f")]) == len(file.read_text())


def test_an_exception_is_told_with_its_line(backend):
    ended = outcome(backend, "def f():\n    raise ValueError('no')")

    assert (ended.ending, ended.detail, ended.error, ended.line) == (Ending.RAISED, "ValueError: no", "ValueError", 2)


# How a call that takes its worker with it is told: body, ending, words.
DEADLY = {
    "leaves": ("os._exit(3)", Ending.CRASHED, "exit status 3"),
    "leaves as if all were well": ("os._exit(0)", Ending.CRASHED, "exit status 0"),
    "reads where nothing is": ("ctypes.string_at(1)", Ending.CRASHED, "SIGSEGV"),
    "computes for ever": ("while True: pass", Ending.TIMED_OUT, "time to compute"),
    "sleeps for ever": ("time.sleep(60)", Ending.TIMED_OUT, "time to answer"),
}


@pytest.mark.parametrize("name", DEADLY)
def test_what_ends_a_worker_costs_one_call_and_the_next_has_a_fresh_worker(backend, name):
    body, ending, words = DEADLY[name]
    source = f"""
    import ctypes, os, time
    count = 0
    def f():
        {body}
    def counted():
        global count
        count += 1
        return count
    """
    limits = Limits(call_wall_seconds=0.4) if "answer" in words else LIMITS
    calls = [call("counted"), call("f"), call("counted", 1)]

    outcomes = recorded(backend, source, *calls, limits=limits).outcomes

    before, guilty, after = (outcomes[each] for each in calls)
    assert (guilty.ending, words in guilty.detail) == (ending, True), guilty
    assert (value(before), value(after)) == (1, 1)


def test_more_memory_than_allowed_is_told_as_memory(backend):
    ended = outcome(backend, "def f():\n    return [0.0] * 10**9", limits=Limits(memory_mib=64))

    assert ended.ending is Ending.OUT_OF_MEMORY


def test_the_clock_read_from_outside_is_the_one_that_runs_inside(backend):
    source = """
    import time
    def f():
        until = time.process_time() + 0.05
        while time.process_time() < until: pass
        return time.process_time()
    """
    with Recording(hand_in(source), LIMITS, backend) as recording:
        inside_before = value(recording.ask(call("f")))
        assert recording._session is not None
        outside = recording._session.worker.cpu_seconds()
        inside_after = value(recording.ask(call("f", 1)))

    assert outside is not None
    assert inside_before <= outside <= inside_after


STATE = """
import builtins, json, os, sys
def f():
    seen = hasattr(json, "left") + hasattr(builtins, "left") + ("left" in sys.modules) + ("LEFT" in os.environ)
    json.left = builtins.left = sys.modules["left"] = json
    os.environ["LEFT"] = "1"
    return seen
"""


def test_no_state_of_one_hand_in_reaches_the_next(backend):
    found = [value(outcome(backend, STATE)) for _ in range(2)]

    assert found == [0, 0]


FILES = """
import os
def f():
    left = 0
    for folder in (".", "/", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), os.path.dirname(os.__file__)):
        for leave in (lambda path: open(path, "x").close(), os.mkdir, lambda path: os.symlink("/", path)):
            try:
                leave(os.path.join(folder, f"left-by-a-hand-in-{os.getpid()}"))
                left += 1
            except OSError:
                pass
    return left
"""


def test_no_file_of_one_hand_in_is_there_for_the_next(locked):
    assert value(outcome(locked, FILES)) == 0


PROCESSES = """
import os, time
def f():
    started = 0
    for start in (os.fork, os.forkpty, lambda: os.posix_spawn("/bin/sleep", ["sleep", "60"], {})):
        try:
            if start() == 0:
                time.sleep(60)
            started += 1
        except (OSError, RuntimeError):
            pass
    return started
"""


def test_no_process_of_a_hand_in_can_be_started(locked):
    assert value(outcome(locked, PROCESSES)) == 0


STARTS_ONE = """
import os, time
def f():
    try:
        child = os.fork()
    except PermissionError:
        return 0
    if child == 0:
        time.sleep(60)
        os._exit(0)
    return child
"""


def runs(process: int) -> bool:
    """Whether a process is there and not merely waiting for its parent to take note of its end."""
    status = Path(f"/proc/{process}/stat")
    with contextlib.suppress(OSError):
        return status.read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def test_what_a_hand_in_started_ends_with_it(backend):
    started = value(outcome(backend, STARTS_ONE))

    patience = time.monotonic() + 20
    while started and runs(started) and time.monotonic() < patience:
        time.sleep(0.01)

    assert bool(started) == (backend.tier is Isolation.NONE)
    assert not (started and runs(started))


# What each tier has whatever the machine; an own uid and Landlock depend on it.
NAMESPACES = {
    "user_namespace",
    "mount_namespace",
    "network_namespace",
    "ipc_namespace",
    "host_namespace",
    "process_namespace",
}
LAYERS: dict[Isolation, set[str]] = {
    Isolation.STRICT: {*NAMESPACES, "no_capabilities", "rlimits", "no_new_privs", "seccomp"},
    Isolation.STANDARD: {"rlimits", "no_new_privs", "seccomp"},
    Isolation.NONE: set(),
}


def test_the_layers_are_named(backend):
    named = set(backend.layers)

    assert named >= LAYERS[backend.tier]
    assert bool(named & NAMESPACES) == (backend.tier is Isolation.STRICT)
    assert len(named & {"landlock", "no_open"}) == (backend.tier is not Isolation.NONE)


@pytest.mark.parametrize("tier", TIERS)
def test_no_process_is_left_when_a_backend_is_closed(tier):
    opened = BACKENDS[tier](())
    worker = opened.worker(LIMITS)
    worker.channel.recv(len(frames.READY))
    there = [process(opened), *descendants(process(opened))]

    opened.close()

    assert len(there) >= 2 or not LINUX
    assert [each for each in there if Path(f"/proc/{each}").exists()] == []
    worker.channel.close()
