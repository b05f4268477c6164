"""Whether word gets out of a worker, or into one, by what outlives it or is everybody's.

That is the page cache, the times of access, and the pages of libraries, at which processes can wait for each other.

A word of 96 bits is written by one side and guessed by the other; `carried` says how many bits were guessed right.
Chance is 48, give or take 18.  Once in some thousand guesses it is more: a true channel is heard twice.
Both sides know 96 files of the standard library, and the modules that they hold.
"""

from __future__ import annotations

import contextlib
import encodings
import os
import platform
import secrets
import textwrap
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.records import Call, Ending, Limits, SourceKind, Submission
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import record

BITS = 96
CHANCE = range(30, 67)
FILES = sorted(str(file) for file in Path(encodings.__file__).parent.glob("*.py") if file.stat().st_size > 500)[:BITS]
THRESHOLDS = (8_000, 20_000, 40_000, 100_000)  # nanoseconds that tell what is in memory from what is not

SOURCE = f"""
import importlib, os, time
files = {FILES!r}

def send(word):
    for k, path in enumerate(files):
        try:
            if word[k]:
                importlib.import_module("encodings." + os.path.basename(path)[:-3])
            file = os.open(path, os.O_RDONLY)
            os.pread(file, 1 << 20, 0) if word[k] else os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)
        except (OSError, ImportError):
            pass
    return 1.0

def receive(which):
    times = []
    for path in files:
        name = "encodings." + os.path.basename(path)[:-3]
        begun = time.perf_counter_ns()
        try:
            if which == 0:
                file = os.open(path, os.O_RDONLY)
                os.pread(file, 4096, 0)
                os.close(file)
            elif which == 1:
                os.stat(path).st_atime_ns
            else:
                importlib.import_module(name)
        except (OSError, ImportError):
            pass
        times.append(float(time.perf_counter_ns() - begun))
    return times
"""


_FUTEX = {"x86_64": 202, "aarch64": 98}  # the number of the system call
WAITING = f"""
import ctypes
library = ctypes.CDLL(None, use_errno=True)
page = ctypes.cast(library.printf, ctypes.c_void_p).value & ~4095
place = page - 0x4000 + 4 * 321

class Time(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long)]

def futex(operation, value, seconds):
    until = ctypes.byref(Time(int(seconds), int(seconds % 1 * 1e9)))
    arguments = [ctypes.c_long(each) for each in ({_FUTEX.get(platform.machine(), 0)}, place, operation, value)]
    return library.syscall(*arguments, until, None, ctypes.c_long(0))

def waits(seconds):
    return float(futex(0, ctypes.c_uint32.from_address(place).value, seconds))

def wakes(times):
    return float(sum(futex(1, 1, 0) == 1 for _ in range(times)))
"""


class Way(StrEnum):
    """Who speaks, and who listens."""

    WORKER_TO_WORKER = "from a worker to the next"
    WORKER_TO_OUTSIDE = "from a worker to a process outside"
    OUTSIDE_TO_WORKER = "from a process outside to a worker"


def carried(way: Way, backend: Backend, other: Backend, *, warm: bool) -> list[int]:
    """Of the bits of a fresh word how many are guessed right, for each way of guessing.

    A worker of the first backend speaks, one of the other listens.
    """
    word = [secrets.randbelow(2) for _ in range(BITS)]
    for path in FILES:
        _set(path, warm=warm)
    if way is Way.OUTSIDE_TO_WORKER:
        for path, bit in zip(FILES, word, strict=True):
            _set(path, warm=bool(bit))
    else:
        speak(backend, word)
    if way is Way.WORKER_TO_OUTSIDE:
        heard = [[_time(path) for path in FILES]]
    else:
        heard = [_asked(other, "receive", which=which) for which in range(3)]
    return [_right(word, times, threshold) for times in heard for threshold in (*THRESHOLDS, sorted(times)[BITS // 2])]


def heard_twice(way: Way, backend: Backend, other: Backend, *, warm: bool) -> list[int]:
    """How many bits each way of guessing got right that is beyond chance for two words, one after the other."""
    heard = carried(way, backend, other, warm=warm)
    if all(right in CHANCE for right in heard):
        return []
    again = carried(way, backend, other, warm=warm)
    return [second for first, second in zip(heard, again, strict=True) if first not in CHANCE and second not in CHANCE]


def speak(backend: Backend, word: Sequence[int]) -> None:
    """Have a worker write a word into the page cache, as far as it can."""
    _asked(backend, "send", word=list(word))


def woken(backend: Backend) -> bool:
    """Whether a worker that waits at a page of the C library is woken by a process outside."""
    outside: dict[str, Any] = {}
    exec(WAITING, outside)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(_answer, backend, WAITING, "waits", seconds=1.0)
        heard = 0.0
        while not asked.done():
            heard += outside["wakes"](1)
            time.sleep(0.001)
        asked.result()
    return heard > 0


def access_times() -> list[int]:
    """When each file was read last, as the file system says."""
    return [os.stat(path).st_atime_ns for path in FILES]  # noqa: PTH116 - as text


def _right(word: Sequence[int], times: Sequence[float], threshold: float) -> int:
    guessed = [int(each < threshold) for each in times]
    return sum(a == b for a, b in zip(word, guessed, strict=True))


def _with_file(path: str, action: Callable[[int], object]) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        action(file)
    finally:
        os.close(file)


def _set(path: str, *, warm: bool) -> None:
    """Have a file, and its byte code, in memory or not."""
    byte_code = (Path(path).parent / "__pycache__").glob(f"{Path(path).stem}.*.pyc")
    for each in [path, *map(str, byte_code)]:
        with contextlib.suppress(OSError):
            if warm:
                _with_file(each, lambda file: os.pread(file, 1 << 20, 0))
            else:
                _with_file(each, lambda file: os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED))


def _time(path: str) -> float:
    taken: list[float] = []

    def read(file: int) -> None:
        begun = time.perf_counter_ns()
        os.pread(file, 4096, 0)
        taken.append(float(time.perf_counter_ns() - begun))

    _with_file(path, read)
    return taken[0]


def _asked(backend: Backend, function: str, **keywords: object) -> list[float]:
    """What a fresh worker answers that knows the files."""
    answer = _answer(backend, SOURCE, function, **keywords)
    return answer if isinstance(answer, list) else []


def _answer(backend: Backend, source: str, function: str, **keywords: object) -> Any:
    call = Call(function, values.encode_arguments([], keywords))
    submission = Submission("eve", "x", "x.py", SourceKind.PYTHON, textwrap.dedent(source).encode())
    outcome = record(submission, [call], backend=backend, limits=Limits()).outcomes[call]
    assert outcome.ending is Ending.VALUE, outcome
    return values.decode_value(outcome.value)
