"""Recordings made side by side, each in a worker of its own: as many as this machine has cores."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue
from typing import Self, TypeVar

from grader.errors import IsolationError
from grader.sandbox.base import Backend

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_MOST = 4  # at once: what reads the answers is one process


class SideBySide:
    """A backend and shares of it, each for one thread at a time; `with` closes the shares.

    Threads only wait for workers.  Those that are interrupted end with the backends that they wait for.
    """

    def __init__(self, backend: Backend) -> None:
        self._shares: list[Backend] = []
        for _ in range(min(os.cpu_count() or 1, _MOST) - 1):
            with contextlib.suppress(IsolationError):
                if (share := backend.share()) is not None:
                    self._shares.append(share)
        self._free: SimpleQueue[Backend] = SimpleQueue()
        for each in (backend, *self._shares):
            self._free.put(each)

    @contextlib.contextmanager
    def backend(self) -> Iterator[Backend]:
        """One that nobody else uses meanwhile."""
        taken = self._free.get()
        try:
            yield taken
        finally:
            self._free.put(taken)

    def map(self, work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> list[Result]:
        """What comes of each piece, in their order.  Raises what the first of them raises that does."""
        if not self._shares:
            return list(map(work, pieces))
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - in a pack nothing is recorded

        threads = ThreadPoolExecutor(1 + len(self._shares))
        try:
            done = list(threads.map(work, pieces))
        except BaseException as trouble:
            # What goes on after an error needs its backend back; what is interrupted waits for nobody.
            threads.shutdown(wait=isinstance(trouble, Exception), cancel_futures=True)
            raise
        threads.shutdown()
        return done

    def close(self) -> None:
        """Close the shares."""
        while self._shares:
            self._shares.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
