"""The contract of a sandbox backend: it makes workers, and a worker can be clocked and ended.

A new tier is a module that offers these two and a row in `tiers.BACKENDS`.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Protocol

from grader.records import Isolation, Limits


@dataclass(frozen=True, slots=True)
class Exit:
    """How a worker's process ended, as its parent saw it: a signal or an exit status, the other is None."""

    signal: int | None
    status: int | None
    peak_kib: int = 0


class Worker(Protocol):
    """One process that runs one hand-in."""

    channel: socket.socket

    def cpu_seconds(self) -> float | None:
        """CPU time used so far, read from outside; None where the system cannot tell."""

    def end(self) -> Exit:
        """Kill it if it still runs, wait until it is gone, and say how it ended."""


class Backend(Protocol):
    """Makes workers, one at a time."""

    tier: Isolation
    layers: tuple[str, ...]

    def worker(self, limits: Limits) -> Worker:
        """A fresh worker.  Raises `SandboxError` if none is to be had."""

    def close(self) -> None:
        """End everything that this backend started."""
