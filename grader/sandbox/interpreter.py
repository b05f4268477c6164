"""A fresh interpreter for every hand-in, over pipes: what any system has that can start a program.

It is slower than a fork by the import of NumPy, is ended by the wall clock, and holds nothing off: for a student's
own machine.  The program at the other end is `grader.sandbox.inside.interpreter`.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import IO, cast

from grader.errors import SandboxError
from grader.records import Limits
from grader.sandbox.base import KILLED, Backend, Conversation, Exit, Gone, Tier
from grader.sandbox.zygote_client import PYTHON, environment, import_paths

_START = "import sys; sys.path += sys.argv[2:]; from grader.sandbox.inside.interpreter import main; main()"
_START_SECONDS = 60.0  # NumPy from a cold disk
_END_SECONDS = 0.5  # in which a process that is ending has ended
_SLICE = 0.25  # seconds
_RECEIVE = 1 << 16
_CHUNKS = 64  # of what it wrote, that wait to be read


class Interpreters(Backend):
    """Starts an interpreter for each conversation, and ends the one before."""

    layers = ()

    def __init__(self, tier: Tier, *, packages: Sequence[str] = ()) -> None:
        self.tier = tier
        self._program = [PYTHON, "-s", "-P", "-S", "-c", _START, ",".join(packages), *import_paths(packages)]
        self._last: PipedInterpreter | None = None

    def conversation(self, limits: Limits) -> PipedInterpreter:  # noqa: ARG002 - it has no limits but the clock
        """Start an interpreter and wait until it is ready: what that takes is no student's time."""
        self.close()
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environment() | {"PYTHONUTF8": "1"},  # as on Linux, whatever the system writes in
                start_new_session=True,  # Ctrl-C is for the grader; Windows takes the next line for that
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
                | getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as trouble:
            raise SandboxError(
                f"no Python could be started for a hand-in: {trouble}",
                remedy="end other programs and run the command again",
            ) from trouble
        self._last = PipedInterpreter(process)
        self._last.wait_until_ready()
        return self._last

    def close(self) -> None:
        """End the interpreter that runs, if one does."""
        if self._last is not None:
            self._last.end()
            self._last = None


class PipedInterpreter(Conversation):
    """A conversation over the pipes of a process; a thread reads, since on Windows nothing else can wait for a pipe."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._questions, self._answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        self._came: queue.Queue[bytes] = queue.Queue(_CHUNKS)  # an empty chunk is the last one
        self._kept = b""
        self._gone = False  # as far as could be heard
        self._over = False
        self._reader = threading.Thread(target=self._read, daemon=True)  # a grandchild may hold the pipe open
        self._reader.start()

    def _read(self) -> None:
        chunk = b"."
        while chunk and not self._over:
            try:
                chunk = self._answers.read(_RECEIVE) or b""
            except (OSError, ValueError):
                chunk = b""
            self._put(chunk)

    def _put(self, chunk: bytes) -> None:
        while not self._over:
            with contextlib.suppress(queue.Full):
                self._came.put(chunk, timeout=0.1)
                return

    def wait_until_ready(self) -> None:
        """Wait for its first word.  Raises `SandboxError` if there is none."""
        with contextlib.suppress(Gone):
            self._kept = self.receive(_START_SECONDS)
        if not self._kept:
            exit = self.end()  # noqa: A001 - the word for it
            raise SandboxError(
                f"the Python for a hand-in did not start (exit status {exit.status})",
                remedy=f"run {sys.executable} -c 'import numpy, msgspec' and see what it says",
            )

    def send(self, data: bytes, seconds: float) -> None:
        """Write in a thread: a pipe that nobody reads is full at some point, and cannot be asked."""
        failed: list[Exception] = []

        def write() -> None:
            left = memoryview(data)
            try:
                while left:
                    left = left[self._questions.write(left) :]
            except (OSError, ValueError) as trouble:
                failed.append(trouble)

        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        writer.join(seconds)
        if writer.is_alive() or failed:
            self._gone = True
            raise Gone

    def receive(self, seconds: float, awaited: int = 1) -> bytes:  # noqa: ARG002 - the reader gathers them anyway
        """What the reader has taken in."""
        if self._kept:
            kept, self._kept = self._kept, b""
            return kept
        chunk = self._next(time.monotonic() + seconds)
        if chunk == b"":
            self._gone = True
            raise Gone
        return chunk or b""

    def _next(self, until: float) -> bytes | None:
        """What came next, None if nothing did; waited for in slices, since on Windows Ctrl-C is heard between them."""
        while (left := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                return self._came.get(timeout=min(left, _SLICE))
        with contextlib.suppress(queue.Empty):
            return self._came.get_nowait()
        return None

    def cpu_seconds(self) -> float | None:
        """None: not every system tells it of another process."""
        return None

    def end(self) -> Exit:
        """Kill it; one that was gone already gets the moment that its end takes, and says how it ended."""
        status = self._process.poll()
        if status is None and self._gone:
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = self._process.wait(_END_SECONDS)
        self._over = True
        self._process.kill()
        self._process.wait()
        self._reader.join(_END_SECONDS)
        for stream in (self._questions, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        if status is None:
            return Exit(KILLED, None)
        return Exit(-status, None) if status < 0 else Exit(None, status)
