"""What the tier `strict` has beyond `standard`, seen from a worker, from its zygote, and where it is refused."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from grader.errors import SandboxError
from grader.records import Call, Ending, Limits, SourceKind, Submission
from grader.sandbox import frames, values
from grader.sandbox.lockdown import in_child
from grader.sandbox.recording import Recording, record
from grader.sandbox.tiers import STRICT, open_tier
from grader.sandbox.zygote_client import StartedZygote, readable_folders

if not sys.platform.startswith("linux"):
    pytest.skip("namespaces are Linux's", allow_module_level=True)

from grader.sandbox.lockdown import namespaces
from grader.sandbox.lockdown.layers import close_memory
from grader.sandbox.lockdown.namespaces import NAMESPACE_NAMES, Namespace
from grader.sandbox.lockdown.privileges import FIRST_UID

ROOT = os.geteuid() == 0
OURS = str(Path(namespaces.__file__).parents[3])
LIMITS = Limits(call_cpu_seconds=0.2, cpu_seconds=3.0)


@pytest.fixture(scope="module")
def strict() -> Iterator[StartedZygote]:
    opened = cast("StartedZygote", open_tier(STRICT))
    yield opened
    opened.close()


def call(function: str) -> Call:
    return Call(function, values.encode_arguments([], {}))


def hand_in(source: str) -> Submission:
    return Submission("ada", "twice", "twice.py", SourceKind.PYTHON, textwrap.dedent(source).encode())


def answer(backend: StartedZygote, expression: str) -> Any:
    """What a worker finds an expression to be: a number, or the name of the exception that it raises."""
    source = f"import ctypes, glob, os, socket, sys\ndef f(): return {expression}"
    outcome = record(hand_in(source), [call("f")], backend=backend, limits=LIMITS).outcomes[call("f")]
    return values.decode_value(outcome.value) if outcome.ending is Ending.VALUE else outcome.error


def child(process: int) -> int:
    """The only child of a process."""
    (found,) = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(found)


def is_there(process: int) -> bool:
    """Whether a process still runs, after it was given the time to end."""
    patience = time.monotonic() + 20
    while time.monotonic() < patience:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state in "ZX":
            return False
        time.sleep(0.01)
    return True


# --- from a worker's place ---------------------------------------------------------------------------------------


def test_a_worker_is_the_first_process_of_its_world(strict):
    assert [answer(strict, "os.getpid()"), answer(strict, "os.getppid()")] == [1, 0]


def test_a_worker_sees_no_process_of_others(strict):
    assert answer(strict, "os.stat('/proc')") == "FileNotFoundError"
    assert answer(strict, f"os.stat('/proc/{os.getpid()}')") == "FileNotFoundError"
    assert answer(strict, "open('/proc/self/status')") == "FileNotFoundError"


def test_a_worker_does_not_learn_the_name_of_the_machine(strict):
    assert answer(strict, f"int(os.uname().nodename == {namespaces.HOSTNAME!r})") == 1


@pytest.mark.parametrize("path", ["/etc/passwd", "/bin/sh", "/var/tmp", "/dev", "/sys", f"{OURS}/grader", __file__])
def test_a_worker_cannot_even_ask_whether_a_file_exists(strict, path):
    assert Path(path).exists()
    assert answer(strict, f"os.stat({path!r})") == "FileNotFoundError"


def test_a_worker_cannot_even_ask_for_what_it_imports_from(strict):
    beside = Path(np.__file__).parents[1]

    assert answer(strict, f"int(os.path.exists({str(beside / 'numpy')!r}))") == 0
    assert answer(strict, f"int(os.path.exists({os.__file__!r}))") == 0


def test_modules_that_were_not_loaded_yet_can_still_be_imported(strict):
    assert answer(strict, "__import__('wave').WAVE_FORMAT_PCM + __import__('numpy.matlib').__name__.count('x')") == 1


@pytest.mark.parametrize("namespace", Namespace)
def test_a_worker_can_make_no_namespace_of_its_own(strict, namespace):
    flag, _ = namespaces._CALLS[namespace]

    assert answer(strict, f"ctypes.CDLL(None).unshare({flag})") == -1


def test_a_worker_has_a_uid_of_its_own_if_root_started_it_and_else_his_who_did(strict):
    worker = strict.conversation(LIMITS)
    worker.channel.recv(len(frames.READY))
    zygote = strict._process.pid
    status = Path(f"/proc/{child(child(zygote))}/status").read_text()
    worker.end()

    rows = dict(row.split(":", 1) for row in status.splitlines())
    own = str(FIRST_UID + zygote if ROOT else os.geteuid())
    assert rows["Uid"].split() == 4 * [own]
    assert (rows["CapPrm"].strip("\t0"), rows["NSpid"].split()[-1]) == ("", "1")


# --- from the zygote's place, before a worker is locked down -------------------------------------------------------

# Moves in, and tells as JSON what a child sees that nothing but the namespaces holds.
MOVED_IN = """
import ctypes, fcntl, json, os, socket, struct, sys
sys.path.append(sys.argv[1])
setting = json.loads(sys.argv[2])
from grader.sandbox.lockdown import in_child, libc, namespaces
import encodings.idna

def tried(action):
    try:
        return str(action())
    except OSError as trouble:
        return type(trouble).__name__ + ": " + str(trouble.strerror)

def up(name):
    with socket.socket() as asking:
        flags = fcntl.ioctl(asking, 0x8913, struct.pack("16sH14x", name.encode(), 0))
    return struct.unpack("16sH14x", flags)[1] & 1

def found():
    return {name: tried(lambda: eval(expression, globals())) for name, expression in setting["expressions"].items()}

sys.path += setting["aliases"]
inside = namespaces.enter()
namespaces.hide_files(setting["readable"])
inside.rehearse()
reading, writing = os.pipe()
if inside.fork() == 0:
    os.write(writing, json.dumps(found()).encode())
    os._exit(0)
os.close(writing)
print(open(reading).read(), flush=True)
"""


def moved_in(expressions: dict[str, str], *readable: Path, aliases: tuple[Path, ...] = ()) -> dict[str, str]:
    setting = {
        "expressions": expressions,
        "readable": [str(path.resolve()) for path in readable] or readable_folders(),
        "aliases": [str(alias) for alias in aliases],
    }
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-c", MOVED_IN, OURS, json.dumps(setting)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout))


def test_the_one_interface_of_the_network_is_down():
    with subprocess_listening() as port:
        found = moved_in(
            {
                "names": "[name for _, name in socket.if_nameindex()]",
                "up": "up('lo')",
                "connected": f"socket.create_connection(('127.0.0.1', {port}), 2)",
            }
        )

    assert found == {"names": "['lo']", "up": "0", "connected": "OSError: Network is unreachable"}


class subprocess_listening:  # noqa: N801 - used like a function
    """A socket that listens, outside, as long as the block lasts."""

    def __enter__(self) -> int:
        import socket  # noqa: PLC0415

        self.server = socket.create_server(("127.0.0.1", 0))
        return int(self.server.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self.server.close()


def test_shared_memory_of_others_is_not_there():
    outside = ctypes.CDLL(None)
    key = 0x6772_0000 + os.getpid() % 0xFFFF
    made = outside.shmget(key, 4096, 0o1600)
    assert made >= 0
    try:
        asked = outside.shmget(key, 0, 0)
        found = moved_in({"asked": f"libc._libc.shmget({key}, 0, 0)"})
    finally:
        outside.shmctl(made, 0, None)

    assert (asked >= 0, found) == (True, {"asked": "-1"})


def test_processes_of_others_cannot_be_named():
    found = moved_in({"kill": f"os.kill({os.getpid()}, 0)", "pid": "os.getpid()", "parent": "os.getppid()"})

    assert found == {"kill": "ProcessLookupError: No such process", "pid": "1", "parent": "0"}


def test_the_host_name_is_changed_inside_alone():
    before = platform.node()

    assert moved_in({"name": "os.uname().nodename"}) == {"name": namespaces.HOSTNAME}
    assert os.uname().nodename == before


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A library with other people's packages in it, one of which is wanted, and a file beside it."""
    for path in ("python/module.py", "python/site-packages/other.py", "python/site-packages/wanted/w.py", "secret"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "single.py").write_text("single")
    (tmp_path / "link").symlink_to(tmp_path / "python")
    return tmp_path


def test_only_what_may_be_read_exists(tree):
    readable = [tree / "python", tree / "python/site-packages/wanted", tree / "single.py"]
    found = moved_in(
        {
            "root": "os.listdir('/')",
            "beside": f"sorted(os.listdir({str(tree)!r}))",
            "packages": f"os.listdir({str(tree / 'python/site-packages')!r})",
            "read": f"open({str(tree / 'python/site-packages/wanted/w.py')!r}).read()",
            "single": f"open({str(tree / 'single.py')!r}).read()",
            "by link": f"sorted(os.listdir({str(tree / 'link')!r}))",
        },
        *readable,
        aliases=(tree / "link",),
    )

    assert found == {
        "root": str([tree.parts[1]]),
        "beside": "['link', 'python', 'single.py']",
        "packages": "['wanted']",
        "read": "python/site-packages/wanted/w.py",
        "single": "single",
        "by link": "['module.py', 'site-packages']",
    }


def test_nothing_can_be_written_even_by_root_of_that_world(tree):
    found = moved_in(
        {
            "/": "os.mkdir('/new')",
            "library": f"os.mkdir({str(tree / 'python/new')!r})",
            "packages": f"os.mkdir({str(tree / 'python/site-packages/new')!r})",
            "file": f"open({str(tree / 'single.py')!r}, 'a')",
        },
        tree / "python",
        tree / "single.py",
    )

    assert set(found.values()) == {"OSError: Read-only file system"}


def test_of_the_mounts_nothing_is_seen_outside(tree):
    before = Path("/proc/self/mountinfo").read_text()
    moved_in({"root": "os.listdir('/')"}, tree / "python")

    assert Path("/proc/self/mountinfo").read_text() == before


# --- its end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["stand-in", "zygote"])
def test_a_strict_zygote_that_goes_takes_its_worker_along_and_is_no_fault_of_a_student(whose):
    backend = cast("StartedZygote", open_tier(STRICT))
    stand_in = backend._process.pid
    zygote = child(stand_in)
    recording = Recording(hand_in("def f(): return 1.0\ndef g(): return 2.0"), LIMITS, backend)
    recording.ask(call("f"))
    worker = child(zygote)

    os.kill(stand_in if whose == "stand-in" else zygote, signal.SIGKILL)
    backend._process.wait()

    assert not any(is_there(process) for process in (zygote, worker))
    with pytest.raises(SandboxError, match="is gone"), recording:
        recording.ask(call("g"))
    backend.close()


def test_nothing_is_left_when_the_grader_is_killed():
    code = f"""
import sys, time
sys.path.insert(0, {OURS!r})
from grader.records import Limits
from grader.sandbox.tiers import STRICT, open_tier
backend = open_tier(STRICT)
worker = backend.conversation(Limits())
worker.channel.recv(1)
print(backend._process.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        stand_in = int(grader.stdout.readline())
        family = [stand_in, child(stand_in), child(child(stand_in))]
        grader.kill()

    assert not any(is_there(process) for process in family)


# --- where it is refused -------------------------------------------------------------------------------------------

# Puts a filter on itself, then asks for tiers.  A rule: call, answer, and the flag that is looked for (0: any), in
# which argument.
FILTERED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import pyseccomp
from grader.errors import IsolationError
from grader.isolation import Isolation
from grader.sandbox.tiers import open_backend

made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for name, number, flag in json.loads(sys.argv[2]):
    conditions = [pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)] if flag else []
    made.add_rule(pyseccomp.ERRNO(number), name, *conditions)
made.load()
said = {}
for tier in (Isolation.AUTO, Isolation.STRICT):
    try:
        backend = open_backend(tier, hidden=True)
        said[tier] = str(backend.tier)
        backend.close()
    except IsolationError as refusal:
        said[tier] = refusal.problem
print(json.dumps(said))
"""
EPERM, ENOSPC, ENOSYS = 1, 28, 38


def filtered(*rules: tuple[str, int, int]) -> dict[str, str]:
    said = subprocess.run(
        [sys.executable, "-c", FILTERED, OURS, json.dumps(rules)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout))


def test_without_a_filter_auto_takes_strict():
    assert filtered() == {"auto": "strict", "strict": "strict"}


@pytest.mark.parametrize("namespace", Namespace)
def test_a_namespace_that_is_refused_is_named_and_auto_takes_standard(namespace):
    flag, _ = namespaces._CALLS[namespace]

    said = filtered(("unshare", EPERM, flag))

    assert said["auto"] == "standard"
    assert f"here: {NAMESPACE_NAMES[namespace]}: not permitted here: by a filter" in said["strict"]


def test_a_filter_like_that_of_a_default_container_leaves_standard():
    flags = [flag for flag, _ in namespaces._CALLS.values()]
    rules = [(name, EPERM, 0) for name in ("unshare", "setns", "mount", "umount2", "pivot_root")]

    said = filtered(*rules, *(("clone", EPERM, flag) for flag in flags), ("clone3", ENOSYS, 0))

    assert said["auto"] == "standard"
    assert NAMESPACE_NAMES[Namespace.USER_NAMESPACE] in said["strict"]


@pytest.mark.parametrize("name", ["mount", "pivot_root", "umount2", "mount_setattr"])
def test_files_that_cannot_be_hidden_leave_standard(name):
    said = filtered((name, ENOSYS, 0))

    assert said["auto"] == "standard"
    assert f"{NAMESPACE_NAMES[Namespace.MOUNT_NAMESPACE]}: this kernel does not know how" in said["strict"]


@pytest.mark.parametrize("namespace", Namespace)
def test_a_system_that_says_yes_and_does_nothing_is_found_out(namespace):
    flag, _ = namespaces._CALLS[namespace]

    said = filtered(("unshare", 0, flag))

    assert said["auto"] == "standard"
    assert "strict` is not to be had" in said["strict"]
    assert said["strict"].endswith("does not hold") or namespace is Namespace.USER_NAMESPACE


def test_a_limit_on_namespaces_is_told_as_one():
    said = filtered(("unshare", ENOSPC, 0))

    assert "there are no more to be had" in said["strict"]


def test_every_namespace_can_be_asked_for_beforehand_and_nothing_changes():
    def links() -> list[str]:
        return [str(Path(f"/proc/self/ns/{name}").readlink()) for _, name in namespaces._CALLS.values()]

    before = links()
    close_memory()  # as a grader with a locked tier has done

    assert namespaces.probe(readable_folders()) == dict.fromkeys(Namespace, "")
    assert links() == before


def test_a_refused_namespace_shows_its_reason_when_asked_for_beforehand():
    def attempt() -> str:
        import pyseccomp  # noqa: PLC0415 - on Linux alone

        made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        made.add_rule(pyseccomp.ERRNO(EPERM), "unshare")
        made.load()
        return ";".join(reason[:18] for reason in namespaces.probe(readable_folders()).values())

    assert in_child.outcome(attempt) == ";".join(6 * ["not permitted here"])
