"""The whole lock-down on real processes: forked from a fresh `python -I -S`, as the zygote's workers are.

A situation is one zygote: who it runs as and which layers it can have.  What the host cannot provide is skipped.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.sandbox.lockdown import in_child, layers, privileges
from grader.sandbox.lockdown.layers import Layer, Lockdown
from grader.sandbox.lockdown.seccomp import Filter
from tests.waiting import until

ROOT = os.geteuid() == 0
NOBODY = 65534
IMPORT_PATHS = [str(Path(layers.__file__).parents[3]), str(Path(np.__file__).parents[1])]
CEILINGS = {"cpu_seconds": 1, "address_space_bytes": 1 << 30, "data_bytes": 256 << 20, "open_files": 32}


def credentials() -> str:
    """Identity, capabilities and filters of this process, as the kernel shows them."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return "\n".join(row for row in rows if row.startswith(("Uid", "Gid", "Groups", "Cap", "NoNew", "Seccomp")))


CREDENTIALS_AT_FIRST = credentials()

# Forks a locked-down child for each line of code it is sent; answers with the child's process id first, then with
# the `answer` that the code leaves, and with the child's credentials as the kernel shows them from outside.
ZYGOTE = """
import ctypes, importlib.util, json, os, resource, signal, socket, subprocess, sys, threading, time, traceback
setting = json.loads(sys.argv[1])
sys.path += setting["import_paths"]
import numpy, numpy.fft, numpy.linalg, numpy.random
from grader.sandbox.lockdown.libc import syscall
from grader.sandbox.lockdown.layers import Ceilings, LockdownUnavailable, prepare
from tests.waiting import until

packages = os.path.dirname(os.path.dirname(numpy.__file__))
readable = [os.path.dirname(os.__file__), packages + "/numpy", packages + "/numpy.libs"]
readable = [path for path in readable if os.path.exists(path)]
try:
    lockdown = prepare(readable, without=setting["without"])
except LockdownUnavailable as trouble:
    print(json.dumps(str(trouble)), flush=True)
    raise SystemExit
print(json.dumps(list(lockdown.layers)), flush=True)
for line in sys.stdin:
    signal.alarm(60)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            lockdown.apply(Ceilings(**setting["ceilings"]))
            names = dict(globals())
            exec(json.loads(line), names)
            answer = str(names["answer"])
        except BaseException as trouble:
            answer = f"{type(trouble).__name__}: {trouble}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    print(child, flush=True)
    with open(reading, "rb") as answers:
        answer = answers.read().decode()
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    with open(f"/proc/{child}/status") as status:
        seen = dict(row.split(":", 1) for row in status)
    _, status = os.waitpid(child, 0)
    print(json.dumps({"answer": answer, "status": status, "seen": seen}), flush=True)
"""


EACH = """
def libc_call(name, *arguments):
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")

found = {}
for name, expression in expressions.items():
    try:
        found[name] = str(eval(expression))
    except Exception as trouble:
        found[name] = f"{type(trouble).__name__}: {trouble}"
answer = json.dumps(found)
"""


class Zygote:
    """A zygote in one situation."""

    def __init__(self, python: str, uid: int, without: tuple[Layer, ...] = ()) -> None:
        # Root has a group too many here, which its workers must lose.
        identity = {"user": uid, "group": uid, "extra_groups": [] if uid else [NOBODY]} if ROOT else {}
        setting = {"import_paths": IMPORT_PATHS, "without": without, "ceilings": CEILINGS}
        self.process = subprocess.Popen(
            [python, "-I", "-S", "-c", ZYGOTE, json.dumps(setting)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            env={"OPENBLAS_NUM_THREADS": "1"},
            text=True,
            **identity,  # type: ignore[call-overload]
        )
        self.layers = self._line()
        self.uid = uid

    def _line(self) -> Any:
        return json.loads(self.process.stdout.readline())

    def send(self, code: str) -> int:
        """Start a worker on the code; its process id."""
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def run(self, code: str) -> dict[str, Any]:
        """Answer, wait status and credentials of a worker that ran the code."""
        self.send(code)
        return dict(self._line())

    def answer(self, code: str) -> str:
        """What the code left in `answer`, or the exception that ended it."""
        return str(self.run(code)["answer"])

    def answers(self, expressions: dict[str, str]) -> dict[str, str]:
        """What each expression comes to in one and the same worker."""
        return dict(json.loads(self.answer(f"expressions = {expressions!r}\n{EACH}")))

    def close(self) -> None:
        """End the zygote, without waiting for workers that might outlive it."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def python_for_others() -> str | None:
    """A Python that another user can start and that can import NumPy from here."""
    code = f"import sys; sys.path += {IMPORT_PATHS!r}; import numpy, grader.sandbox.lockdown.layers"
    for candidate in (
        sys.executable,
        shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin"),
    ):
        with contextlib.suppress(OSError):
            command = [candidate or "", "-I", "-S", "-c", code]
            if not subprocess.run(
                command, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", capture_output=True, check=False
            ).returncode:
                return candidate
    return None


SITUATIONS = {
    "as started": (False, ()),
    "as started, without Landlock": (False, (Layer.LANDLOCK,)),
    "with a uid of its own": (True, ()),
    "as an ordinary user": (True, ()),
    "as an ordinary user, without Landlock": (True, (Layer.LANDLOCK,)),
}
if not ROOT:  # which alone can become another user; what is started is an ordinary user's anyway
    SITUATIONS = {name: situation for name, situation in SITUATIONS.items() if name.startswith("as started")}


def only(*situations: str) -> pytest.MarkDecorator:
    """For tests of what holds in some situations alone."""
    return pytest.mark.parametrize("zygote", [name for name in situations if name in SITUATIONS], indirect=True)


@pytest.fixture(scope="module", params=SITUATIONS)
def zygote(request):
    for_others, without = SITUATIONS[request.param]
    python: str | None = sys.executable
    if for_others:
        python = python_for_others()
    if python is None:
        pytest.skip("no Python here that another user can start with NumPy")
    started = Zygote(python, NOBODY if "ordinary" in request.param else os.geteuid(), without)
    yield started
    started.close()


@pytest.fixture(scope="module")
def plain_zygote():
    started = Zygote(sys.executable, os.geteuid())
    yield started
    started.close()


# Every attempt would do no harm if it came through: it names what does not exist, or asks without changing.
REFUSED = {
    "reading the passwords' file": "open('/etc/passwd')",
    "reading another process's environment": "open('/proc/1/environ')",
    "reading about itself": "open('/proc/self/status')",
    "reading the zygote's memory": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "listing the root folder": "os.listdir('/')",
    "listing where it stands": "os.listdir('.')",
    "reading this project": "open(setting['import_paths'][0] + '/grader/__init__.py')",
    "writing where it stands": "open('left-behind-by-a-test', 'w')",
    "writing to everybody's temporary folder": "open('/tmp/left-behind-by-a-test', 'w')",
    "writing to memory under a name": "open('/dev/shm/left-behind-by-a-test', 'w')",
    "writing beside the standard library": "open(os.__file__, 'a')",
    "making a folder": "os.mkdir('/missing/folder')",
    "removing a file": "os.unlink('/missing/file')",
    "renaming": "os.rename('/missing/a', '/missing/b')",
    "linking": "os.link('/missing/a', '/missing/b')",
    "linking by name": "os.symlink('a', '/missing/b')",
    "changing a mode": "os.chmod('/missing', 0o600)",
    "changing an owner": "os.chown('/missing', 0, 0)",
    "changing a time": "os.utime('/missing')",
    "truncating": "os.truncate('/missing', 0)",
    "walking away": "os.chdir('/missing')",
    "changing the root": "os.chroot('/missing')",
    "forking": "os.fork() or os._exit(0)",
    "starting a program": "subprocess.run(['/missing'])",
    "spawning": "os.posix_spawn('/missing', ['missing'], {})",
    "becoming a program": "os.execv('/missing', ['missing'])",
    "an internet socket": "socket.socket(socket.AF_INET)",
    "a datagram socket": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a local socket": "socket.socket(socket.AF_UNIX)",
    "a pair of sockets": "socket.socketpair()",
    "a packet socket": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a signal to the zygote": "os.kill(os.getppid(), 0)",
    "a signal to everybody": "os.kill(-1, 0)",
    "a signal to itself": "signal.raise_signal(signal.SIGUSR1)",
    "a handle on the zygote": "os.pidfd_open(os.getppid())",
    "a file in memory": "os.memfd_create('name')",
    "a pipe": "os.pipe()",
    "becoming root": "os.setuid(0)",
    "becoming somebody": "os.setresuid(1, 1, 1)",
    "another group": "os.setgroups([0])",
    "another priority": "os.setpriority(os.PRIO_PROCESS, 0, 1)",
    "leaving its process group": "os.setsid()",
    "tracing": "libc_call('ptrace', 0, 0, 0, 0)",
    "reading another's memory": "libc_call('process_vm_readv', os.getppid(), 0, 0, 0, 0, 0)",
    "a user namespace": "libc_call('unshare', 0x10000000)",
    "a mount namespace": "libc_call('unshare', 0x00020000)",
    "mounting": "libc_call('mount', b'none', b'/missing', b'tmpfs', 0, 0)",
    "watching files": "libc_call('inotify_init1', 0)",
    "an io_uring": "syscall(425, 1, 0)",
    "opening the file system anew": "syscall(430, 0, 0)",
    "undoing the filter": "libc_call('prctl', 22, 0, 0, 0, 0)",
    "becoming dumpable": "libc_call('prctl', 4, 1, 0, 0, 0)",
    "surviving the zygote": "libc_call('prctl', 1, 0, 0, 0, 0)",
    "taking capabilities": "libc_call('capset', (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(1, 1))",
}


def test_a_worker_is_refused_whatever_no_solution_needs(zygote):
    came_through = {
        attempt: answer
        for attempt, answer in zygote.answers(REFUSED).items()
        if not answer.startswith(("PermissionError", "FileNotFoundError"))
    }

    assert came_through == {}


def test_no_limit_can_be_raised(zygote):
    kinds = ["CPU", "AS", "DATA", "FSIZE", "NOFILE", "STACK", "CORE", "MEMLOCK", "NPROC"]
    raising = {kind: f"resource.setrlimit(resource.RLIMIT_{kind}, 2 * (resource.RLIM_INFINITY,))" for kind in kinds}

    assert set(zygote.answers(raising).values()) == {"ValueError: not allowed to raise maximum limit"}


def test_what_no_solution_needs_is_limited_to_nothing(zygote):
    kinds = ["CORE", "FSIZE", "MEMLOCK", "MSGQUEUE"]

    assert set(zygote.answers({kind: f"resource.getrlimit(resource.RLIMIT_{kind})" for kind in kinds}).values()) == {
        "(0, 0)"
    }


WORKS = {
    "solving": ("float(numpy.linalg.solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 4.0]).sum())", "2.0"),
    "eigenvalues": ("numpy.linalg.eigvalsh(numpy.diag([1.0, 3.0])).tolist()", "[1.0, 3.0]"),
    "a large product": ("float((numpy.ones((300, 300)) @ numpy.ones((300, 300)))[0, 0])", "300.0"),
    "a Fourier transform": ("abs(numpy.fft.fft([1.0, 1.0])).tolist()", "[2.0, 0.0]"),
    "seeded chance": ("numpy.random.default_rng(7).integers(10, size=3).shape", "(3,)"),
    "fresh chance": ("len(os.urandom(8)) + numpy.random.default_rng().standard_normal(2).size", "10"),
    "sleeping": ("time.sleep(0.001)", "None"),
    "reading a clock": ("time.perf_counter() > 0 and time.time() > 0", "True"),
    "a module that is loaded": ("__import__('numpy').__name__", "numpy"),
    "a module that does not exist": ("importlib.util.find_spec('missing_module')", "None"),
    "counting processors": ("os.cpu_count() > 0", "True"),
    "knowing where it stands": ("os.getcwd()", "/"),
    "asking for its limits": ("resource.getrlimit(resource.RLIMIT_CORE)", "(0, 0)"),
    "asking whether a file is a terminal": ("os.isatty(0)", "False"),
    "a formatted exception": (
        "traceback.format_exception_only(ValueError('no'))[0].strip()",
        "ValueError: no",
    ),
}


def test_a_worker_can_still_do_what_solutions_need(zygote):
    answers = zygote.answers({need: expression for need, (expression, _) in WORKS.items()})

    assert answers == {need: expected for need, (_, expected) in WORKS.items()}


def test_threads_start_and_end(zygote):
    code = """
done = []
threads = [threading.Thread(target=lambda: (time.sleep(0.001), done.append(numpy.ones(10).sum()))) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
answer = len(done)
"""

    assert zygote.answer(code) == "8"


@only("with a uid of its own")  # elsewhere the kernel counts the threads of all processes of a user together
def test_threads_of_an_own_uid_cannot_multiply_without_end(zygote):
    code = """
threading.stack_size(1 << 16)  # small, or the limit on data comes first
answer, gate = 1, threading.Event()
try:
    while True:
        threading.Thread(target=gate.wait).start()
        answer += 1
except RuntimeError:
    gate.set()
"""

    assert zygote.answer(code) == str(layers.THREADS)


def test_a_thread_is_bound_like_the_worker(zygote):
    code = """
def attempt():
    global answer
    try:
        answer = open('/etc/passwd')
    except OSError as trouble:
        answer = type(trouble).__name__
thread = threading.Thread(target=attempt)
thread.start()
thread.join()
"""

    assert zygote.answer(code) in ("PermissionError", "FileNotFoundError")


@only("as started", "with a uid of its own", "as an ordinary user")
def test_a_part_of_the_library_that_was_not_loaded_can_be_imported(zygote):
    assert zygote.answer("import plistlib, numpy.polynomial\nanswer = plistlib.__name__") == "plistlib"


@only("as started, without Landlock", "as an ordinary user, without Landlock")
def test_without_opening_a_part_that_was_not_loaded_cannot_be_imported(zygote):
    assert zygote.answer("import plistlib").startswith("ModuleNotFoundError")


def test_a_shell_does_not_start(zygote):
    assert zygote.answer("answer = os.waitstatus_to_exitcode(os.system('exit 7'))") == "127"


def test_too_much_memory_is_a_memory_error(zygote):
    assert zygote.answer("answer = numpy.ones(1 << 26)").startswith("MemoryError")


def test_the_worker_goes_on_after_a_memory_error(zygote):
    code = "try:\n    bytearray(1 << 29)\nexcept MemoryError:\n    answer = len(bytearray(1 << 20))"

    assert zygote.answer(code) == str(1 << 20)


def test_too_many_open_files_are_an_error(zygote):
    code = (
        "answer = 0\ntry:\n    while True:\n        os.dup(0)\nexcept OSError as trouble:\n    answer = trouble.errno"
    )

    assert zygote.answer(code) == "24"


def test_a_worker_has_no_capability_seen_from_inside(zygote):
    code = """
header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*6 * [9])
ctypes.CDLL(None).capget(header, sets)
answer = list(sets)
"""

    assert zygote.answer(code) == "[0, 0, 0, 0, 0, 0]"


def test_a_worker_has_no_capability_seen_from_outside(zygote):
    seen = zygote.run("answer = 1")["seen"]

    assert {int(seen[held], 16) for held in ("CapEff", "CapPrm", "CapInh", "CapAmb")} == {0}


def test_a_worker_of_root_cannot_win_capabilities_back(zygote):
    bounds = int(zygote.run("answer = 1")["seen"]["CapBnd"], 16)

    assert bounds == 0 or zygote.uid != 0  # an ordinary user has none to lose


def test_a_worker_gains_no_privileges(zygote):
    assert zygote.run("answer = 1")["seen"]["NoNewPrivs"].strip() == "1"


def test_nobody_of_the_same_uid_can_look_into_a_worker(zygote):
    assert zygote.answer("answer = ctypes.CDLL(None).prctl(3)") == "0"  # PR_GET_DUMPABLE


@only("with a uid of its own")
def test_a_uid_of_its_own_is_nobody_elses(zygote):
    first, second = zygote.run("answer = 1")["seen"], zygote.run("answer = 1")["seen"]
    identities = [set(seen["Uid"].split()) | set(seen["Gid"].split()) for seen in (first, second)]

    assert [len(identity) for identity in identities] == [1, 1]
    assert identities[0] != identities[1]
    assert first["Groups"].strip() == ""


def test_every_situation_is_locked_by_the_layers_it_should(zygote):
    expected = {Layer.RLIMITS, Layer.NO_NEW_PRIVS, Layer.SECCOMP} | (
        {Layer.NO_CAPABILITIES} if zygote.uid == 0 else set()
    )

    assert set(zygote.layers) - {Layer.LANDLOCK, Layer.NO_OPEN, Layer.OWN_UID} == expected
    assert len({Layer.LANDLOCK, Layer.NO_OPEN} & set(zygote.layers)) == 1


def test_a_worker_that_never_ends_is_killed_by_its_cpu_clock(plain_zygote):
    code = "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True:\n    pass"

    assert os.WTERMSIG(plain_zygote.run(code)["status"]) == signal.SIGKILL


def test_a_worker_dies_with_its_zygote():
    zygote = Zygote(sys.executable, os.geteuid())
    worker = zygote.send("time.sleep(60)")
    zygote.close()

    until(lambda: not alive(worker))


def alive(pid: int) -> bool:
    """Whether a process exists and is more than an entry that nobody has fetched."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_layer_that_is_named_is_left_out():
    zygote = Zygote(sys.executable, os.geteuid(), (Layer.SECCOMP, Layer.LANDLOCK, Layer.NO_OPEN))
    answer = zygote.answer("answer = len(os.pipe())")
    zygote.close()

    assert answer == "2"
    assert not {Layer.SECCOMP, Layer.LANDLOCK, Layer.NO_OPEN} & set(zygote.layers)


def test_not_opening_files_cannot_be_had_without_the_filter():
    zygote = Zygote(sys.executable, os.geteuid(), (Layer.SECCOMP, Layer.LANDLOCK))
    zygote.close()

    assert zygote.layers == "opens no files at all, and sees none: it is a part of the list of allowed system calls"


def test_a_missing_path_to_read_makes_the_lock_down_unavailable(tmp_path):
    if layers.probe()[Layer.LANDLOCK]:
        pytest.skip("no Landlock here")

    def attempt() -> str:
        with pytest.raises(layers.LockdownUnavailable) as raised:
            layers.prepare([str(tmp_path / "missing")])
        return raised.value.layer

    assert in_child.outcome(attempt) == Layer.LANDLOCK


ALLOW_EVERYTHING = struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF0000)
NO_INSTRUCTION = struct.pack("<HBBI", 0xFFFF, 0, 0, 0)


@pytest.mark.parametrize(
    ("program", "reason"),
    [(ALLOW_EVERYTHING, "it was put on, and does not hold"), (NO_INSTRUCTION, "[Errno 22] Invalid argument")],
    ids=["does nothing", "is no program"],
)
def test_the_rehearsal_finds_a_layer_that_does_not_hold(program, reason):
    useless = Lockdown((Layer.NO_NEW_PRIVS, Layer.SECCOMP), None, Filter(program), os.getpid())

    with pytest.raises(layers.LockdownUnavailable) as raised:
        layers._rehearse(useless)
    assert (raised.value.layer, raised.value.reason) == (Layer.SECCOMP, reason)


def test_every_layer_has_a_name_and_an_answer_from_the_probe():
    assert set(layers.probe()) == set(Layer) == set(layers.LAYER_NAMES)


def test_probing_leaves_this_process_as_it_was():
    layers.probe()

    assert credentials() == CREDENTIALS_AT_FIRST


def test_an_own_uid_is_for_root_to_give():
    assert ROOT or privileges.why_no_own_uid([]) == "only root can hand out uids"


def test_an_own_uid_needs_a_library_that_others_can_read():
    if not ROOT:
        pytest.skip("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        closed = Path(folder, "closed.py")
        closed.touch(mode=0o600)

        assert privileges.why_no_own_uid([folder]) == f"another user cannot read {closed}"


def test_a_link_that_leads_nowhere_keeps_nobody_from_an_own_uid():
    if not ROOT:
        pytest.skip("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        Path(folder, "elsewhere.py").symlink_to("/nowhere/elsewhere.py")

        assert privileges.why_no_own_uid([folder]) == ""
