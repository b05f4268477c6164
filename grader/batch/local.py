"""A batch on the cores of this machine: each takes the next few hand-ins; entries come back as they are done."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from itertools import chain
from multiprocessing.util import Finalize

from grader.batch.outputs import Outputs
from grader.batch.shard import Shard
from grader.collect.hand_in import HandIn
from grader.errors import SandboxError
from grader.gradebook.store import Entry
from grader.grading.prepared import Prepared
from grader.isolation import Isolation

_PR_SET_PDEATHSIG = 1
_LOCKS = 8  # more than a pool takes
CHUNK = 8  # hand-ins handed to a core at once


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


_shard: Shard | None = None  # of this process; set once when a pool starts it


def grade_all(
    hand_ins: Sequence[HandIn],
    prepared: Mapping[str, Prepared],
    *,
    outputs: Outputs,
    isolation: Isolation,
    jobs: int,
    at: datetime,
) -> Generator[Entry, None, None]:
    """Grade all, in any order: a few here, many in processes of their own.

    Such a process that dies costs nobody a grade: what it left undone goes to a fresh one, at last each hand-in alone.
    """
    shard = Shard(prepared, isolation, outputs, at)
    if jobs == 1 or len(hand_ins) <= CHUNK or why_one_after_the_other():
        yield from _grade_here(hand_ins, shard)
        return
    chunks = [hand_ins[start : start + CHUNK] for start in range(0, len(hand_ins), CHUNK)]
    broken = yield from _grade_in_pool(chunks, prepared, outputs, isolation, jobs, at)
    for chunk in broken:
        again = yield from _grade_in_pool([chunk], prepared, outputs, isolation, 1, at)
        for hand_in in chain.from_iterable(again):
            died = yield from _grade_in_pool([[hand_in]], prepared, outputs, isolation, 1, at)
            if died:
                yield shard.give_up(hand_in.submission(), "the process that graded this hand-in died each time")


def _grade_here(hand_ins: Sequence[HandIn], shard: Shard) -> Iterator[Entry]:
    try:
        for hand_in in hand_ins:
            yield shard.grade(hand_in)
    finally:
        shard.close()


def _grade_in_pool(
    chunks: Sequence[Sequence[HandIn]],
    prepared: Mapping[str, Prepared],
    outputs: Outputs,
    isolation: Isolation,
    jobs: int,
    at: datetime,
) -> Generator[Entry, None, list[Sequence[HandIn]]]:
    """Entries as they come; returns the chunks that were left undone when a process died."""
    # Forked while this process has a single thread; rubrics hold functions, which no other start method hands over.
    pool = ProcessPoolExecutor(
        jobs,
        multiprocessing.get_context("fork"),
        initializer=_start_shard,
        initargs=(prepared, isolation, outputs, at, os.getpid()),
    )
    before = set(multiprocessing.active_children())
    try:
        futures, broken = _submitted(pool, chunks)
        for future in as_completed(futures):
            try:
                yield from future.result()
            except BrokenProcessPool:
                broken.append(futures[future])
    except BaseException:
        # Interrupted, or a disk is full: what is still at work ends now, and the next run does it again.
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return broken


def _submitted(
    pool: ProcessPoolExecutor, chunks: Sequence[Sequence[HandIn]]
) -> tuple[dict[Future[list[Entry]], Sequence[HandIn]], list[Sequence[HandIn]]]:
    """The chunks that processes took, and those that none took because one had died by then."""
    futures: dict[Future[list[Entry]], Sequence[HandIn]] = {}
    try:
        for chunk in chunks:
            futures[pool.submit(_grade_chunk, chunk)] = chunk
    except BrokenProcessPool:
        return futures, list(chunks[len(futures) :])
    except OSError as trouble:
        raise SandboxError(
            f"no process to grade in could be started: {trouble.strerror}",
            remedy="end other programs, raise the limit on processes, or use --jobs 1; then run it again",
        ) from trouble
    return futures, []


def _start_shard(
    prepared: Mapping[str, Prepared], isolation: Isolation, outputs: Outputs, at: datetime, parent: int
) -> None:
    global _shard  # noqa: PLW0603 - a pool has no other place for what its processes keep
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which then ends these
    _end_with(parent)
    _shard = Shard(prepared, isolation, outputs, at)
    gc.freeze()  # rubrics and answer keys stay: looking through them again and again would cost a tenth of the time
    Finalize(None, _shard.close, exitpriority=1)  # processes of a pool pass `atexit` by


def _end_with(parent: int) -> None:
    """Have the kernel end this process with the one that started it: killed, that could not end it any more."""
    from grader.sandbox.lockdown import libc  # noqa: PLC0415 - Linux alone, and so are pools

    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it is gone already
        os._exit(1)


def _grade_chunk(hand_ins: Sequence[HandIn]) -> list[Entry]:
    if _shard is None:
        raise RuntimeError("the process was not started by a batch")
    return [_shard.grade(hand_in) for hand_in in hand_ins]
