"""Work spread over the cores of this machine: each takes the next few pieces; results come back as they are done."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from typing import Any, Protocol, TypeVar

from grader.errors import SandboxError

_PR_SET_PDEATHSIG = 1
_GC_THRESHOLD = 10_000  # nearly all that a hand-in leaves goes without; Python's own 700 would cost a tenth
_LOCKS = 8  # more than a pool takes
_THREADS = 2  # of a pool: one that looks after it, one that feeds it
CHUNK = 8  # pieces handed to a core at once
_LOOK = 1.0  # seconds without a result until it is looked whether a process died
_PATIENCE = 10  # such looks, until what does not end is ended
_AHEAD = 3  # chunks for each core that are handed over before they are due: no more are held

Piece = TypeVar("Piece")
Result = TypeVar("Result")
_Taken_contra = TypeVar("_Taken_contra", contravariant=True)
_Made_co = TypeVar("_Made_co", covariant=True)


class Work(Protocol[_Taken_contra, _Made_co]):
    """What is done to each piece, in a process that does nothing else."""

    def do(self, piece: _Taken_contra, /) -> _Made_co:
        """Do it."""

    def give_up(self, piece: _Taken_contra, why: str, /) -> _Made_co:
        """What is said of a piece whose process died each time."""

    def close(self) -> None:
        """Let go of what was opened for it."""


def default_jobs() -> int:
    """One process more than there are cores: each waits for its workers at times."""
    return (os.cpu_count() or 1) + 1


def why_one_after_the_other() -> str:
    """Why several processes cannot be had here, in a clause; empty if they can."""
    if not sys.platform.startswith("linux"):
        return "several processes at once need Linux"
    try:
        context = multiprocessing.get_context("fork")
        _ = [context.Lock() for _ in range(_LOCKS)]
    except (OSError, ImportError) as trouble:
        return f"processes share their work by /dev/shm, which cannot be used: {trouble}"
    return ""


def are_done_here(count: int, jobs: int) -> bool:
    """Whether so many pieces are done in this process: they are few, or no others can be had."""
    return jobs == 1 or count <= CHUNK or bool(why_one_after_the_other())


def spread(
    pieces: Iterable[Piece], count: int, begin: Callable[[], Work[Piece, Result]], *, jobs: int
) -> Generator[Result, None, None]:
    """Do all of `count` pieces, in any order: a few here, many in processes that each `begin` the work anew.

    Such a process that dies costs no piece: what it left undone goes to a fresh one, at last each piece alone.
    """
    if are_done_here(count, jobs):
        yield from _done_here(pieces, begin())
        return
    waiting = iter(pieces)
    chunks = iter(lambda: list(islice(waiting, CHUNK)), [])
    while broken := (yield from _done_in_pool(chunks, begin, jobs)):
        for chunk in broken:
            again = yield from _done_in_pool(iter([chunk]), begin, 1)
            for piece in chain.from_iterable(again):
                if (yield from _done_in_pool(iter([[piece]]), begin, 1)):
                    yield _given_up(piece, begin())


def _done_here(pieces: Iterable[Piece], work: Work[Piece, Result]) -> Iterator[Result]:
    try:
        for piece in pieces:
            yield work.do(piece)
    finally:
        work.close()


def _given_up(piece: Piece, work: Work[Piece, Result]) -> Result:
    try:
        return work.give_up(piece, "the process that graded this hand-in died each time")
    finally:
        work.close()


def _done_in_pool(
    chunks: Iterator[Sequence[Piece]], begin: Callable[[], Work[Piece, Result]], jobs: int
) -> Generator[Result, None, list[Sequence[Piece]]]:
    """Results as they come; returns the chunks that were taken and left undone when a process died."""
    _require_room_for(jobs + _THREADS)
    # Forked while this process has a single thread; rubrics hold functions, which no other start method hands over.
    context = multiprocessing.get_context("fork")
    _let_go()
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(begin, os.getpid()))
    before = set(multiprocessing.active_children())
    at_work: dict[Future[list[Result]], Sequence[Piece]] = {}
    broken: list[Sequence[Piece]] = []
    try:
        while True:
            while not broken and len(at_work) < _AHEAD * jobs and (chunk := next(chunks, None)) is not None:
                taken = _handed_over(pool, chunk)
                if taken is None:
                    broken.append(chunk)
                else:
                    at_work[taken] = chunk
            if not at_work:
                return broken
            for future in _done_of(at_work, pool, before):
                chunk = at_work.pop(future)
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    broken.append(chunk)
    except BaseException:
        # Interrupted, or a disk is full: what is still at work ends now, and the next run does it again.
        _end_all(pool, set(multiprocessing.active_children()) - before)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


def _done_of(
    at_work: Mapping[Future[Any], object], pool: ProcessPoolExecutor, before: set[BaseProcess]
) -> set[Future[Any]]:
    """Those that are done, once one is.

    A pool sees a process die, but not where that had handed over the half of a result: it waits for the rest then.
    """
    silent = 0
    while not (done := wait(at_work, timeout=_LOOK, return_when=FIRST_COMPLETED).done):
        started = _processes_of(pool)
        silent = silent + 1 if any(process.exitcode is not None for process in started) else 0
        if silent > 1:
            _end_all(pool, {process for process in started if process not in before})
        if silent > _PATIENCE:  # stopped, or held up by the system: they are asked no more
            for process in started:
                process.kill()
    return done


def _processes_of(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((getattr(pool, "_processes", None) or {}).values())


def _end_all(pool: ProcessPoolExecutor, processes: Iterable[BaseProcess]) -> None:
    """End a pool's processes, and its wait for what one of them was just handing over.

    As long as this process could write into the pipe that results come by, reading it would never come to an end.
    """
    for process in processes:
        process.terminate()
    results = getattr(pool, "_result_queue", None)
    if results is not None:
        results._writer.close()  # noqa: SLF001 - there is no other way to it


def _let_go() -> None:
    """Give back what is free, and keep still what is not: what a process writes to is shared no more."""
    from grader.sandbox.lockdown import libc  # noqa: PLC0415 - Linux alone, and so are pools

    gc.set_threshold(_GC_THRESHOLD)  # a command looks less often while it loads
    gc.freeze()  # who looks for what can go writes to all that there is
    libc.settle_heap()  # a list of a large class leaves the tenth of what was needed to make it


def _require_room_for(processes: int) -> None:
    """See that so many can be had, as threads, which the kernel counts alike: a pool that lacks one waits for ever."""
    enough, begun = threading.Event(), list[threading.Thread]()
    try:
        for _ in range(processes):
            thread = threading.Thread(target=enough.wait)
            thread.start()
            begun.append(thread)
    except RuntimeError as trouble:
        raise _too_few("the limit on processes is reached") from trouble
    finally:
        enough.set()
        for thread in begun:
            thread.join()


def _too_few(why: str) -> SandboxError:
    return SandboxError(
        f"no process to grade in could be started: {why}",
        remedy="end other programs, raise the limit on processes, or use --jobs 1; then run it again",
    )


def _handed_over(pool: ProcessPoolExecutor, chunk: Sequence[Piece]) -> Future[list[Any]] | None:
    """What becomes of a chunk; None where a process has died by now."""
    try:
        return pool.submit(_do_chunk, chunk)
    except BrokenProcessPool:
        return None
    except OSError as trouble:
        raise _too_few(trouble.strerror or str(trouble)) from trouble


_work: Work[Any, Any] | None = None  # of this process; set once when a pool starts it


def _start(begin: Callable[[], Work[Any, Any]], parent: int) -> None:
    global _work  # noqa: PLW0603 - a pool has no other place for what its processes keep
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which then ends these
    _end_with(parent)
    _work = begin()
    gc.freeze()  # rubrics and answer keys stay: looking through them again and again would cost a tenth of the time
    Finalize(None, _work.close, exitpriority=1)  # processes of a pool pass `atexit` by


def _end_with(parent: int) -> None:
    """Have the kernel end this process with the one that started it: killed, that could not end it any more."""
    from grader.sandbox.lockdown import libc  # noqa: PLC0415 - Linux alone, and so are pools

    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it is gone already
        os._exit(1)


def _do_chunk(pieces: Sequence[Any]) -> list[Any]:
    if _work is None:
        raise RuntimeError("the process was not started by a batch")
    return [_work.do(piece) for piece in pieces]
