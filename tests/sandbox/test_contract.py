"""What every way of running student code does alike, and what each claims beyond: one suite for all of `TIERS`."""

from __future__ import annotations

import builtins
import contextlib
import importlib.util
import itertools
import json
import os
import random
import sys
import textwrap
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.errors import IsolationError
from grader.isolation import Isolation
from grader.landscapes import quadratic
from grader.records import Call, Ending, Limits, Outcome, Provided, SourceKind, Submission, Transcript
from grader.sandbox import frames, values
from grader.sandbox.base import Backend, Tier
from grader.sandbox.recording import Recording, record
from grader.sandbox.tiers import IN_PROCESS, TIERS, Backends, open_backend, open_in_process, open_tier, why_not_here
from grader.words.answers import reason
from tests.waiting import until

LINUX = sys.platform.startswith("linux")
HERE = [tier for tier in TIERS if not why_not_here(tier)]
LIMITS = Limits(call_cpu_seconds=0.2, cpu_seconds=3.0)
CLAIMS = [
    each for each in Tier.__struct_fields__ if isinstance(getattr(TIERS[0], each), bool) and each != "needs_linux"
]
TESTED = set()


def claiming(*claims: str) -> pytest.MarkDecorator:
    """A test on each tier that claims all of these; what they claim is thereby tested."""
    TESTED.update(claims)
    tiers = [tier for tier in HERE if all(getattr(tier, claim) for claim in claims)]
    return pytest.mark.parametrize("backend", tiers, ids=str, indirect=True)


@pytest.fixture(scope="module", params=HERE, ids=str)
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with open_tier(request.param) as opened:
        yield opened


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


def test_a_value_comes_back_as_it_is(backend):
    came = value(outcome(backend, "import numpy as np\ndef f(): return np.arange(6.0).reshape(3, 2)"))

    assert np.array_equal(came, np.arange(6.0).reshape(3, 2))


def test_arguments_arrive_decoded_and_a_landscape_as_a_callable(backend):
    bowl = quadratic(condition_number=10, angle=0.3)

    came = value(outcome(backend, "def f(grad, start): return grad(start)", grad=bowl.gradient, start=np.ones(2)))

    assert np.array_equal(came, bowl.gradient(np.ones(2)))


@pytest.mark.parametrize("tier", HERE, ids=str)
def test_packages_of_the_assignment_can_be_imported_and_read(tier):
    source = """
    import pkgutil
    from pathlib import Path
    def f():
        import contourpy.util.mpl_util as late
        return len(pkgutil.get_data("contourpy.util", Path(late.__file__).name))
    """
    late = importlib.util.find_spec("contourpy")
    assert late is not None
    assert late.origin is not None
    file = Path(late.origin).parent / "util" / "mpl_util.py"

    patient = Limits(call_cpu_seconds=30, call_wall_seconds=60)  # in this process it is loaded from files, and compiled
    with open_tier(tier, ("contourpy",)) as opened:
        transcript = record(
            hand_in(source), [call("f")], backend=opened, limits=patient, provided=Provided(("contourpy",))
        )

    assert value(transcript.outcomes[call("f")]) == len(file.read_bytes())


def test_an_exception_is_told_with_its_line(backend):
    ended = outcome(backend, "def f():\n    raise ValueError('no')")

    assert (ended.ending, ended.detail, ended.error, ended.line) == (Ending.RAISED, "ValueError: no", "ValueError", 2)


# How a call that takes its worker with it is told: body, ending, words.
DEADLY = {
    "leaves": ("os._exit(3)", Ending.CRASHED, "exit status 3"),
    "leaves as if all were well": ("os._exit(0)", Ending.CRASHED, "exit status 0"),
    "reads where nothing is": ("ctypes.string_at(1)", Ending.CRASHED, "SIGSEGV"),
    "computes for ever": ("while True: pass", Ending.TIMED_OUT, "time to compute"),
    "sleeps for ever": ("time.sleep(60)", Ending.TIMED_OUT, "time to "),
}


def costs_one_call(backend: Backend, name: str) -> None:
    """What ends a worker costs one call, and the next has a fresh worker."""
    body, ending, told = DEADLY[name]
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
    limits = Limits(call_wall_seconds=0.4) if name == "sleeps for ever" else LIMITS
    calls = [call("counted"), call("f"), call("counted", 1)]

    outcomes = recorded(backend, source, *calls, limits=limits).outcomes

    before, guilty, after = (outcomes[each] for each in calls)
    assert (guilty.ending, told in reason(guilty)) == (ending, True), guilty
    assert (value(before), value(after)) == (1, 1)


@claiming("survives_exit")
@pytest.mark.parametrize("name", ["leaves", "leaves as if all were well"])
def test_a_call_that_leaves_python_costs_itself_alone(backend, name):
    costs_one_call(backend, name)


@claiming("survives_crash")
def test_a_call_that_crashes_python_costs_itself_alone(backend):
    costs_one_call(backend, "reads where nothing is")


@claiming("ends_endless_loops")
@pytest.mark.parametrize("name", ["computes for ever", "sleeps for ever"])
def test_a_call_without_end_costs_itself_alone(backend, name):
    costs_one_call(backend, name)


@claiming("memory_limit")
def test_more_memory_than_allowed_is_told_as_memory(backend):
    ended = outcome(backend, "def f():\n    return [0.0] * 10**9", limits=Limits(memory_mib=64))

    assert ended.ending is Ending.OUT_OF_MEMORY


@claiming("cpu_clock")
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
        outside = recording._session.conversation.cpu_seconds()
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


@claiming("files_closed")
def test_no_file_of_one_hand_in_is_there_for_the_next(backend):
    assert value(outcome(backend, FILES)) == 0


@claiming("files_closed")
def test_no_file_beside_pythons_own_can_be_read(backend):
    ended = outcome(backend, f"def f(): return len(open({__file__!r}).read())")

    assert (ended.ending, ended.error) in [(Ending.RAISED, "PermissionError"), (Ending.RAISED, "FileNotFoundError")]


PLACES = """
import gc, sys, types
def told(text):
    return isinstance(text, str) and any(place in text for place in PLACES)
def f():
    found = [name for name in vars(sys) if told(getattr(sys, name))]
    found += [text for text in [*sys.path, *sys.argv, *sys.orig_argv, *sys.path_importer_cache] if told(text)]
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        places = [getattr(module, "__file__", ""), getattr(module, "__cached__", ""), getattr(spec, "origin", "")]
        places += [*getattr(module, "__path__", ()), getattr(getattr(module, "__loader__", None), "path", "")]
        found += [text for text in places if told(text)]
    for thing in gc.get_objects():
        if type(thing) is types.FunctionType and told(thing.__code__.co_filename):
            found.append(thing.__code__.co_filename)
    if found:
        raise ValueError(str(found))
    return 1.0
"""


@claiming("files_closed")
def test_it_is_not_told_where_anything_lies_on_this_machine(backend):
    places = [str(Path(np.__file__).parents[1]), str(Path(__file__).parents[2]), sys.prefix, str(Path.home() / ".")]

    assert value(outcome(backend, f"PLACES = {places!r}{PLACES}")) == 1


PLACES_OF_LIBRARIES = """
import ctypes, sys, sysconfig
class Found(ctypes.Structure):
    _fields_ = [("file", ctypes.c_char_p)] + [(name, ctypes.c_void_p) for name in ("base", "name", "at")]
def f():
    import numpy
    found = Found()
    method = ctypes.c_void_p.from_address(id(numpy.array) + 2 * ctypes.sizeof(ctypes.c_void_p))
    code = ctypes.c_void_p.from_address(method.value + ctypes.sizeof(ctypes.c_void_p))
    ctypes.CDLL(None).dladdr(code, ctypes.byref(found))
    told = [found.file.decode()]
    for finder in sys.meta_path:
        told += [entry.extension for entry in getattr(finder, "modules", {}).values()]
    specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    told += [getattr(getattr(spec, "loader_state", None), "filename", None) or "" for spec in specs]
    told += [str(each) for each in sysconfig.get_config_vars().values()] + list(sysconfig.get_paths().values())
    told = [text for text in told if any(place in text for place in PLACES)]
    if told:
        raise ValueError(str(told))
    return 1.0
"""


@claiming("files_closed")
def test_libraries_and_the_settings_of_python_do_not_tell_where_they_lie(backend):
    places = [str(Path(np.__file__).parents[1]), sys.prefix]
    places += [sys.base_prefix] if sys.base_prefix not in {"/usr", "/usr/local"} else []

    assert value(outcome(backend, f"PLACES = {places!r}{PLACES_OF_LIBRARIES}")) == 1


@claiming("files_closed")
@pytest.mark.parametrize("name", ["wave", "numpy.matlib", "encodings.cp437", "lib2to3.pygram", "_zoneinfo", "mmap"])
def test_what_was_not_imported_before_can_be_imported_without_a_file(backend, name):
    if importlib.util.find_spec(name.partition(".")[0]) is None:
        pytest.skip(f"this Python has no {name}")

    assert value(outcome(backend, f"def f():\n    import {name}\n    return 1")) == 1


@claiming("files_closed")
def test_a_file_is_not_there_rather_than_forbidden(backend):
    ended = outcome(backend, "def f(): return open('data.csv')")

    assert ended.error == "FileNotFoundError"


@claiming("names_hidden")
@pytest.mark.parametrize("place", [__file__, "/proc/1"])
def test_it_cannot_be_told_what_exists(backend, place):
    ended = outcome(backend, f"import os\ndef f(): return os.stat({place!r}).st_size")

    assert (ended.ending, ended.error) == (Ending.RAISED, "FileNotFoundError")


@claiming("network_closed")
@pytest.mark.parametrize("family", ["AF_INET", "AF_UNIX"])
def test_no_socket_can_be_opened(backend, family):
    ended = outcome(backend, f"import socket\ndef f(): return socket.socket(socket.{family}).fileno()")

    assert (ended.ending, ended.error) == (Ending.RAISED, "PermissionError")


@claiming("processes_closed")
def test_no_process_can_be_signalled(backend):
    ended = outcome(backend, "import os\ndef f(): return os.kill(os.getppid(), 0)")

    assert (ended.ending, ended.error) == (Ending.RAISED, "PermissionError")


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


@claiming("processes_closed")
def test_no_process_of_a_hand_in_can_be_started(backend):
    assert value(outcome(backend, PROCESSES)) == 0


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


@claiming("ends_what_it_started")
def test_what_a_hand_in_started_ends_with_it(backend):
    started = value(outcome(backend, STARTS_ONE))

    assert bool(started) is not backend.tier.processes_closed
    until(lambda: not (started and runs(started)))


# What each tier has whatever the machine; an own uid and Landlock depend on it.
NAMESPACES = {
    "user_namespace",
    "mount_namespace",
    "network_namespace",
    "ipc_namespace",
    "host_namespace",
    "process_namespace",
}


@claiming("files_closed", "network_closed", "processes_closed")
def test_the_layers_of_a_lock_down_are_named(backend):
    named = set(backend.layers)

    assert named >= {"rlimits", "no_new_privs", "seccomp"}
    assert (named & NAMESPACES == NAMESPACES) is backend.tier.names_hidden
    assert "no_open" in named


def test_a_tier_without_a_lock_down_names_no_layers(backend):
    assert bool(backend.layers) is backend.tier.locked_down


@pytest.mark.parametrize("tier", HERE, ids=str)
def test_no_process_is_left_when_a_backend_is_closed(tier):
    before = set(descendants(os.getpid()))
    with open_tier(tier) as opened:
        assert opened.conversation(LIMITS).receive(20.0) == frames.READY
        there = set(descendants(os.getpid())) - before

    assert bool(there) or tier is IN_PROCESS or not LINUX
    assert [each for each in there if Path(f"/proc/{each}").exists()] == []


@pytest.mark.skipif(not LINUX, reason="the kernel that is asked is Linux's")
@claiming("survives_exit")
def test_workers_are_what_the_kernel_ends_first_when_memory_is_short(backend):
    before = set(descendants(os.getpid()))
    with Recording(hand_in("def f(): return 1.0"), LIMITS, backend) as recording:
        recording.ask(call("f"))
        workers = set(descendants(os.getpid())) - before

        assert {Path(f"/proc/{each}/oom_score_adj").read_text() for each in workers} == {"1000\n"}


# --- in this process -----------------------------------------------------------------------------------------------

CHANGES = """
import builtins, json, os, random, sys, warnings
import matplotlib.pyplot as plt
import numpy as np

def f():
    sys.stdout = sys.stderr = None
    sys.argv, sys.path[:], sys.modules["json"] = ["left"], [], None
    sys.meta_path.clear()
    sys.setrecursionlimit(5000)
    sys.settrace(lambda *_: None)
    builtins.print = builtins.left = None
    random.seed(7)
    np.random.seed(7)
    np.allclose = json.dumps = json.left = None
    np.seterr(all="raise")
    np.set_printoptions(precision=2)
    os.environ["LEFT"] = "1"
    os.chdir("/")
    warnings.simplefilter("ignore")
    return 1.0

def g():
    for name in list(vars(builtins)):
        vars(builtins)[name] = None
"""


def python_as_it_is() -> dict[str, object]:
    """All that `CHANGES` changes."""
    return {
        "sys": {name: thing for name, thing in vars(sys).items() if not name.startswith("last_")},
        "lists": [list(sys.path), list(sys.meta_path), list(warnings.filters)],
        "modules": dict(sys.modules),
        "builtins": dict(vars(builtins)),
        "chance": (random.getstate(), str(np.random.get_state())),
        "numpy": (np.allclose, np.geterr(), np.get_printoptions()),
        "json": dict(vars(json)),
        "process": (dict(os.environ), Path.cwd(), sys.getrecursionlimit(), sys.gettrace()),
    }


@pytest.mark.parametrize("function", ["f", "g"])
def test_python_is_as_it_was_after_student_code_ran_in_it(function):
    with open_tier(IN_PROCESS) as opened:
        recorded(opened, CHANGES, call(function))  # NumPy loads some of its parts late
        before = python_as_it_is()
        ended = recorded(opened, CHANGES, call(function)).outcomes[call(function)]

    assert ended.ending is (Ending.VALUE if function == "f" else Ending.CRASHED)
    assert {name: state == before[name] for name, state in python_as_it_is().items()} == dict.fromkeys(before, True)


def test_between_two_answers_python_is_ours():
    source = "import sys\ndef f():\n    sys.stdout = None\n    return sys.argv == ['twice.py'] and 1.0"
    with open_tier(IN_PROCESS) as opened, Recording(hand_in(source), LIMITS, opened) as recording:
        before = sys.stdout, sys.argv, list(sys.meta_path)
        answers = [value(recording.ask(call("f", number))) for number in range(2)]

        assert answers == [1.0, 1.0]
        assert (sys.stdout, sys.argv, list(sys.meta_path)) == before


def pack(root: Path) -> Path:
    (root / "assignments" / "twice").mkdir(parents=True)
    (root / "assignments" / "twice" / "test_public.py").touch()
    return root


def test_a_pack_alone_may_be_run_in_this_process(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with open_in_process(pack(tmp_path / "pack")) as opened:
        assert value(outcome(opened, "def f(): return 1.0")) == 1.0


@pytest.mark.parametrize("secret", ["reference/seed", "assignments/twice/test_hidden.py"])
@pytest.mark.parametrize("where", ["pack", ".", "working/here"])
def test_nothing_secret_may_be_in_reach_of_code_that_runs_in_this_process(tmp_path, monkeypatch, secret, where):
    working = tmp_path / "working" / "here"
    working.mkdir(parents=True)
    monkeypatch.chdir(working)
    course = pack(tmp_path / "pack")
    (tmp_path / where / "assignments").mkdir(exist_ok=True)
    (tmp_path / where / secret).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / where / secret).touch()

    with pytest.raises(IsolationError, match="in its reach") as refusal:
        open_in_process(course)
    assert "pack" in refusal.value.remedy


# --- which tier is taken, and what each claims ---------------------------------------------------------------------


@pytest.mark.parametrize("isolation", Isolation)
@pytest.mark.parametrize("hidden", [True, False])
def test_no_option_ever_takes_student_code_into_this_process(isolation, hidden):
    with open_backend(isolation, hidden=hidden) as opened:
        assert isolation in {Isolation.AUTO, opened.tier.isolation}
        assert opened.tier.isolation is not None
        assert opened.tier.hidden_criteria_allowed or not hidden or isolation is not Isolation.AUTO


TESTED.add("hidden_criteria_allowed")


def test_strict_and_standard_are_fit_for_hidden_criteria_and_no_other_tier_is():
    fit = {tier.isolation for tier in TIERS if tier.hidden_criteria_allowed}

    assert fit == {Isolation.STRICT, Isolation.STANDARD}


def test_a_tier_fit_for_hidden_criteria_is_locked_down():
    assert all(tier.locked_down for tier in TIERS if tier.hidden_criteria_allowed)


def test_every_claim_is_tested():
    assert set(CLAIMS) == TESTED


# What students' code can do, by tier; a new row is listed here, and held to the rest.
NOT_CLAIMED = {
    "strict": set(),
    "standard": {"names_hidden"},
    "none": {"hidden_criteria_allowed", "files_closed", "network_closed", "processes_closed", "names_hidden"},
    "interpreter": {
        "hidden_criteria_allowed",
        "cpu_clock",
        "memory_limit",
        "ends_what_it_started",
        "files_closed",
        "network_closed",
        "processes_closed",
        "names_hidden",
    },
    "in_process": set(CLAIMS),
}


def test_what_a_tier_does_not_claim_is_known():
    assert {tier.name: {claim for claim in CLAIMS if not getattr(tier, claim)} for tier in TIERS} == NOT_CLAIMED


def test_each_tier_promises_all_that_the_next_weaker_one_does():
    linux = [tier for tier in TIERS if tier.needs_linux]

    assert all(stronger.promises_all_of(weaker) for stronger, weaker in itertools.pairwise(linux))
    assert not any(weaker.promises_all_of(stronger) for stronger, weaker in itertools.pairwise(TIERS))


def test_what_auto_began_with_holds_for_every_set_of_packages():
    with Backends(Isolation.AUTO, hidden=False) as backends:
        first = backends.having(())
        backends.drop(())

        assert backends.isolation is first.tier.isolation
        assert backends.having(()).tier is first.tier
