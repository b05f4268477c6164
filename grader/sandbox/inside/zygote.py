"""The zygote: a warm process that forks workers, one at a time, and ends them.

It is exec'd fresh, without environment, imports NumPy and what students' files usually import, and holds no
secret; a fork of it is ready in a millisecond.  Only it signals a worker, since only the parent of a process can be
sure whose process id it is.  Speaks fixed-size requests over its control socket (file descriptor in argv).

Asked for a share, it forks another zygote, which has a control socket of its own: each process that grades gets one,
warm at once.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import socket
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import NoReturn

from grader.sandbox.inside import library, worker
from grader.sandbox.inside.entrance import Setting, give_up, say
from grader.sandbox.inside.watch import Watch
from grader.sandbox.lockdown import libc
from grader.sandbox.lockdown.layers import Ceilings, Lockdown, LockdownUnavailable, close_memory, prepare
from grader.sandbox.lockdown.namespaces import Inside, Namespace, NamespaceUnavailable, hide_files
from grader.sandbox.lockdown.privileges import MOST_SHARES
from grader.sandbox.zygote_protocol import (
    CEILINGS,
    CREDENTIALS,
    END,
    ENDED,
    EXIT_LOCKDOWN,
    FORK,
    FORKED,
    SHARE,
)

# What students' files import, loaded once.  Extension modules that need libraries of the system are among them,
# since nothing else of the system is loaded for a locked-down worker, which can open no file.  What few import and what
# takes long stays out (`unittest`, `logging`, `numpy.testing`): it would take a sixth of each start.
# `unicodedata` and three encodings are what Python itself looks up: for names like α, for files not in UTF-8, and for
# the mark that a file may begin with.
_WARM = """
    array, bisect, bz2, cmath, collections.abc, colorsys, contextlib, copy, csv, ctypes, dataclasses,
    datetime, decimal, encodings.cp1252, encodings.latin_1, encodings.utf_8_sig, enum, fractions, functools, glob,
    gzip, hashlib, heapq, inspect, io, itertools, json, linecache, lzma, math, numbers, operator, pathlib,
    pickle, pprint, queue, random, re, secrets, shutil, statistics, string, tempfile, textwrap, threading, time,
    timeit, traceback, types, typing, unicodedata, uuid, warnings, zlib,
    numpy.fft, numpy.linalg, numpy.random
""".replace(",", " ").split()


def main(control: socket.socket, setting: Setting, inside: Inside | None) -> NoReturn:
    """Prepare, report, then serve until the grader is gone."""
    try:
        hold = _hold(setting, inside)
    except (LockdownUnavailable, NamespaceUnavailable, OSError) as trouble:
        give_up(control, trouble)
    say(control, {"layers": hold.layers})
    gc.collect()
    gc.freeze()  # keeps the pages of warm objects shared between workers
    libc.settle_heap()
    _serve(control, hold)


@dataclass(frozen=True, slots=True)
class _Hold:
    """How workers are held: what they are forked into, and what each puts on."""

    inside: Inside | None = None
    lockdown: Lockdown | None = None

    @property
    def layers(self) -> list[str]:
        """The names of all that holds a worker, the outermost first."""
        outer = [] if self.inside is None else list(Namespace)
        return [*outer, *(() if self.lockdown is None else self.lockdown.layers)]

    def of_share(self, number: int) -> _Hold:
        """How workers are held by another zygote, which this process is by now: apart from those of the others."""
        if self.inside is not None:
            self.inside.set_apart()
        if self.lockdown is None:
            return self
        return replace(self, lockdown=self.lockdown.of_share(number, own_processes=self.inside is not None))


def _hold(setting: Setting, inside: Inside | None) -> _Hold:
    """Import what workers need, and make ready all that holds them."""
    _warm(setting)
    if not setting.lockdown:
        _forget_paths(setting)
        return _Hold()
    with contextlib.suppress(ImportError, RuntimeError):  # `prepare` will say what is the matter
        importlib.import_module("pyseccomp")  # while it finds the library of the system
    _keep_in_memory(setting)
    close_memory()
    if inside is not None:
        hide_files([])
        inside.rehearse()
    lockdown = prepare([], without=setting.without)
    library.forget_places(_names(setting))
    return _Hold(inside, lockdown)


def _warm(setting: Setting) -> None:
    for name in [*_WARM, *setting.packages]:
        with contextlib.suppress(ImportError):  # a Python built without bz2 still grades
            importlib.import_module(name)
    sys.dont_write_bytecode = True


def _keep_in_memory(setting: Setting) -> None:
    """Have all that a worker may import and all that is mapped in memory: it will open nothing."""
    held = library.Library()
    held.hold(setting.readable, library.neutral_names(setting.readable), setting.packages)
    held.load_extensions(at_once=["numpy"])
    held.take_over()
    _settle_surroundings()
    library.touch_mapped_files()


def _settle_surroundings() -> None:
    """Leave in the environment what harmless questions ask for: a user's name, and no locale that is in a file."""
    for name in [name for name in os.environ if name.startswith(("LC_", "LANG"))]:
        del os.environ[name]
    os.environ["USER"] = "student"


def _names(setting: Setting) -> dict[str, str]:
    """What to call each place that a worker could be told: Python's, those of packages, and the grader's."""
    places = dict.fromkeys(
        [sys.prefix, sys.exec_prefix, sys.base_prefix, os.path.realpath(sys.prefix)], library.NEUTRAL
    )
    folders = dict.fromkeys(setting.import_paths, f"{library.NEUTRAL}/packages")
    return places | folders | library.neutral_names(setting.readable)


def _forget_paths(setting: Setting) -> None:
    """Leave workers the standard library to import from, and the folder of their assignment's own packages."""
    standard = [path for path in sys.path if path not in setting.import_paths]
    sys.path[:] = [*standard, *(setting.import_paths if setting.packages else [])]


def _serve(control: socket.socket, hold: _Hold) -> NoReturn:
    child = shares = 0
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1 + CEILINGS.size, 1)
        if request[:1] == FORK:
            while len(request) < 1 + CEILINGS.size:
                request += control.recv(1 + CEILINGS.size - len(request))
            if child:  # the grader was interrupted before it could end it
                _end(child)
            child = _fork(control, descriptors[0], hold, Ceilings(*CEILINGS.unpack(request[1:])))
            os.close(descriptors[0])
        elif request == END and child:
            control.sendall(ENDED.pack(*_end(child)))
            child = 0
        elif request == SHARE:
            shares += 1
            with socket.socket(fileno=descriptors[0]) as theirs:
                _share(control, theirs, hold, shares)
        else:  # the grader is gone
            if child:
                _end(child)
            os._exit(0)


def _share(control: socket.socket, theirs: socket.socket, hold: _Hold, number: int) -> None:
    """Have another zygote serve a socket; what is the matter is said there."""
    if number > MOST_SHARES:
        return  # who asked sees that by the end of the socket, as where there is no other process to be had
    try:
        if os.fork():
            return
    except OSError:
        return
    try:
        control.close()
        hold = hold.of_share(number)
        say(theirs, {"layers": hold.layers})
        _serve(theirs, hold)
    except BaseException as trouble:  # noqa: BLE001 - it must not go on as the zygote that it was forked from
        with contextlib.suppress(OSError):
            say(theirs, {"error": str(trouble)})
    finally:
        os._exit(1)


def _fork(control: socket.socket, channel_fd: int, hold: _Hold, ceilings: Ceilings) -> int:  # noqa: RET503
    try:
        child = os.fork() if hold.inside is None else hold.inside.fork()
    except OSError as trouble:
        control.sendall(FORKED.pack(-(trouble.errno or 1)))
        return 0
    if child:
        control.sendmsg([FORKED.pack(child)], _credentials(child, hold))
        return child
    try:
        control.close()
        channel = socket.socket(fileno=channel_fd)  # asks the kernel what it is, which is refused later
        watch = Watch()
        watch.begin()
        if hold.lockdown is None:
            _limit(ceilings)
        else:
            hold.lockdown.apply(ceilings)
    except BaseException:  # noqa: BLE001 - whatever fails here, no student code may run
        os._exit(EXIT_LOCKDOWN)
    worker.serve(partial(channel.recv, worker.RECEIVE), channel.sendall, watch)


def _credentials(child: int, hold: _Hold) -> list[tuple[int, int, bytes]]:
    """What tells the grader the worker's process id: ours means nothing outside."""
    if hold.inside is None:
        return []
    return [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, CREDENTIALS.pack(child, os.getuid(), os.getgid()))]


def _limit(ceilings: Ceilings) -> None:
    """The resource limits alone: a runaway hand-in must not take a student's own machine down, nor fill its disk."""
    os.setpgid(0, 0)  # what it forks ends with it
    for limit, value in (
        (resource.RLIMIT_CPU, ceilings.cpu_seconds),
        (resource.RLIMIT_DATA, ceilings.data_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(limit, (value, value))


def _end(child: int) -> tuple[int, int]:
    for kill in (os.kill, os.killpg):  # a locked-down worker leads no group, and has no children
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    return status, usage.ru_maxrss
