"""Workers forked from a zygote; the grader's side of `grader.sandbox.inside.zygote`.

What a tier claims decides how each is held: by clocks and resource limits alone, locked down, or locked down inside
namespaces.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import select
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

from grader.errors import IsolationError, SandboxError
from grader.records import Limits
from grader.sandbox.base import Backend, Conversation, Exit, Gone, Tier
from grader.sandbox.zygote_protocol import CEILINGS, CREDENTIALS, END, ENDED, FORK, FORKED, SHARE
from grader.surroundings import ONE_THREAD, hold_standard_descriptors

# The folders to import from come over the socket: the arguments of a process stay where all it starts can read them.
_START = """\
import socket, sys
control = socket.socket(fileno=int(sys.argv[1]))
length = int.from_bytes(control.recv(4, socket.MSG_WAITALL), "big")
sys.path += control.recv(length, socket.MSG_WAITALL).decode("utf-8", "surrogateescape").split("\\0")
from grader.sandbox.inside.entrance import main
main(control)
"""
# Not an environment's, which lies with the course, and on Windows starts another one.
PYTHON = getattr(sys, "_base_executable", "") or sys.executable
_START_SECONDS = 60.0  # NumPy from a cold disk
_END_SECONDS = 5.0
_RECEIVE = 1 << 16
_NAP = 0.001  # seconds in which a worker gathers a few answers; waking up for each costs both sides a quarter more

# One thread for linear algebra: forking needs it, and so does a fair clock.  One order of sets, in every run.
_ENVIRONMENT = {
    **ONE_THREAD,
    "PYTHONHASHSEED": "0",
    "LANG": "C.UTF-8",
    "HOME": "/",
    "TMPDIR": "/",
}


class ForkedWorker(Conversation):
    """A conversation with a forked worker: its channel, its clock, and its end by way of the zygote."""

    def __init__(self, zygote: ZygoteClient, pid: int, channel: socket.socket) -> None:
        self.channel = channel
        self.pid = pid  # as it is here
        self._zygote = zygote
        self._clock = (~pid << 3) | 2  # the clock of another process, as clock_getcpuclockid makes it
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)

    def send(self, data: bytes, seconds: float) -> None:
        """Hand over questions; a worker that does not read in time counts as gone."""
        self.channel.settimeout(seconds)
        try:
            self.channel.sendall(data)
        except OSError:
            raise Gone from None

    def receive(self, seconds: float, awaited: int = 1) -> bytes:
        """What the worker wrote."""
        if awaited > 1:
            time.sleep(_NAP)
        if not self._poll.poll(1000 * seconds):
            return b""
        try:
            data = self.channel.recv(_RECEIVE)
        except OSError:
            raise Gone from None
        if not data:
            raise Gone
        return data

    def cpu_seconds(self) -> float | None:
        """CPU seconds of all its threads; None where the kernel has no clock for other processes."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None

    def end(self) -> Exit:
        """End the process and wait until it is gone."""
        self.channel.close()
        return self._zygote.end()


class ZygoteClient(Backend):
    """A process that workers are forked from, and our end of its control socket."""

    def __init__(self, tier: Tier) -> None:
        self.tier = tier
        hold_standard_descriptors()  # the zygote has its own, and the socket may not be one of them
        self._control, self._theirs = socket.socketpair()
        if tier.names_hidden:
            self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._control.settimeout(_START_SECONDS)
        self._last: ForkedWorker | None = None

    def share(self) -> ZygoteClient:
        """Another one, warm at once.  May be asked for by a process that was forked from the one that started this."""
        return _SharedZygote(self)

    def _layers_said(self) -> tuple[str, ...]:
        """What holds its workers, as it reports.  Raises `IsolationError` with what is the matter, and closes it."""
        try:
            report = json.loads(self._control.makefile("rb").readline() or b'{"error": "it ended at once"}')
        except (OSError, ValueError) as trouble:
            report = {"error": f"it did not start: {trouble}"}
        if "error" in report:
            self.close()
            raise IsolationError(
                f"isolation `{self.tier}` is not to be had here: {report['error']}",
                remedy="run `grader doctor` to see each layer, or ask for another tier by name with --isolation",
            )
        return tuple(map(str, report["layers"]))

    def conversation(self, limits: Limits) -> ForkedWorker:
        """Fork a worker with a fresh channel."""
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [FORK + _ceilings(limits)], [theirs.fileno()])
            pid = self._forked()
        except OSError as trouble:
            ours.close()
            raise SandboxError(
                f"the process that starts workers is gone ({trouble})", remedy="run the command again"
            ) from trouble
        finally:
            theirs.close()
        if pid <= 0:
            ours.close()
            raise SandboxError(
                f"no worker could be started: {os.strerror(-pid)}",
                remedy="end other programs, or raise the limit on processes, and run the command again",
            )
        self._last = ForkedWorker(self, pid, ours)
        return self._last

    def end(self) -> Exit:
        """End the one worker there is."""
        try:
            self._control.sendall(END)
            status, peak_kib = ENDED.unpack(self._reply(ENDED.size))
        except OSError as trouble:
            raise SandboxError(
                f"the process that starts workers is gone ({trouble})", remedy="run the command again"
            ) from trouble
        if os.WIFSIGNALED(status):
            return Exit(os.WTERMSIG(status), None, peak_kib)
        return Exit(None, os.WEXITSTATUS(status), peak_kib)

    def _forked(self) -> int:
        """The new worker's process id as it is here, or -errno."""
        if not self.tier.names_hidden:
            return int(FORKED.unpack(self._reply(FORKED.size))[0])
        data, ancillary, _, _ = self._control.recvmsg(FORKED.size, socket.CMSG_SPACE(CREDENTIALS.size))
        if len(data) < FORKED.size:
            raise ConnectionResetError("no reply")
        (pid,) = FORKED.unpack(data)
        if pid <= 0:
            return int(pid)
        ((_, _, credentials),) = ancillary
        return int(CREDENTIALS.unpack(credentials)[0])

    def _reply(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self._control.recv(size - len(data))
            if not part:
                raise ConnectionResetError("no reply")
            data += part
        return data

    def close(self) -> None:
        """End the zygote; it ends its worker first."""
        self._control.close()
        if self._last is not None:
            self._last.channel.close()


class StartedZygote(ZygoteClient):
    """One that is started here, and can be used `when_ready`; `tier` says how its workers are held."""

    def __init__(self, tier: Tier, *, packages: Sequence[str] = (), without: Collection[str] = ()) -> None:
        paths = import_paths(packages)
        super().__init__(tier)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
            [PYTHON, "-s", "-P", "-S", "-c", _START, str(self._theirs.fileno())],
            pass_fds=[self._theirs.fileno()],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the grader, which then ends its workers in order
        )
        self._theirs.close()
        setting: dict[str, object] = {
            "namespaces": tier.names_hidden,
            "lockdown": tier.locked_down,
            "readable": readable_folders(packages),
            "import_paths": paths,
            "packages": list(packages),
            "without": list(without),
        }
        folders = os.fsencode("\0".join(paths))
        with contextlib.suppress(OSError):  # it has ended, and does not report
            self._control.sendall(len(folders).to_bytes(4, "big") + folders)
            self._control.sendall(json.dumps(setting).encode() + b"\n")
        self._reported = False

    def when_ready(self) -> Self:
        """Itself, when it has reported.  Raises `IsolationError` with what is the matter, and closes it."""
        if not self._reported:
            self._reported = True
            self.layers = self._layers_said()
            if self.tier.locked_down:
                _close_own_memory()
        return self

    def close(self) -> None:
        """End it, and wait until it is gone."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # also where processes that were forked from this one hold it
        super().close()
        if self._reported:  # one that still starts has no worker, and nobody waits for it
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
        self._process.kill()
        self._process.wait()


class _SharedZygote(ZygoteClient):
    """One that was forked from another zygote."""

    def __init__(self, whole: ZygoteClient) -> None:
        super().__init__(whole.tier)
        with self._theirs, contextlib.suppress(OSError):  # the other has ended, and nobody reports
            socket.send_fds(whole._control, [SHARE], [self._theirs.fileno()])  # noqa: SLF001 - of this class
        self.layers = self._layers_said()

    def close(self) -> None:
        """End it, and wait until it is gone: whose child it is, is another process."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
            self._control.settimeout(_END_SECONDS)
            while self._control.recv(_RECEIVE):
                pass
        super().close()


def _close_own_memory() -> None:
    """Keep the expected values, which this process holds, from a worker that got loose."""
    from grader.sandbox.lockdown.layers import close_memory  # noqa: PLC0415 - Linux alone

    close_memory()


def _ceilings(limits: Limits) -> bytes:
    allowance = limits.memory_mib << 20
    # What a worker has before a student's first array: NumPy's libraries and buffers (91 MB of data, 148 MB mapped).
    return CEILINGS.pack(int(limits.cpu_seconds) + 2, allowance + (1 << 29), allowance + (96 << 20), 64)


def environment() -> dict[str, str]:
    """Nothing of the host's environment, but for what Windows needs to start a process and to find NumPy's parts."""
    needed = ("SYSTEMROOT", "PATH") if sys.platform == "win32" else ()
    return _ENVIRONMENT | {name: os.environ[name] for name in needed if name in os.environ}


def _place(package: str) -> Path:
    """The folder of a package, or the file of a module that is no package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SandboxError(f"package {package!r} is not installed", remedy=f"install it: pip install {package}")
    origin = Path(spec.origin).resolve()
    return origin.parent if spec.submodule_search_locations else origin


def import_paths(packages: Sequence[str]) -> list[str]:
    """Where the zygote finds what it imports while it starts; workers see none of these folders."""
    wanted = ["numpy", "msgspec", "grader", *packages]
    if importlib.util.find_spec("pyseccomp"):
        wanted.append("pyseccomp")
    return list(dict.fromkeys(str(_place(name).parent) for name in wanted))


def readable_folders(packages: Sequence[str] = ()) -> list[str]:
    """What a worker may read: the standard library, NumPy, and the packages of its assignment."""
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}  # not the environment's own folder of packages
    places = [Path(sysconfig.get_path(name, vars=base)) for name in ("stdlib", "platstdlib")]
    for package in ["numpy", *packages]:
        place = _place(package)
        places += [place, place.parent / f"{package}.libs"]
    return list(dict.fromkeys(str(place.resolve()) for place in places if place.exists()))
