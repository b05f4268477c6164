"""What every way of running student code offers: a `Backend` opens conversations, and a `Tier` says what it promises.

A conversation is about one hand-in: bytes of questions go in, bytes of answers come out in order (see `frames`), and
it can be clocked and ended.  Who holds it knows nothing of processes, sockets or pipes.  A new way is a module with
these two and a row in `tiers.TIERS`; the contract suite then holds it to what its row claims.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from typing import Final, Protocol, Self

import msgspec

from grader.isolation import Isolation
from grader.records import Limits


class Tier(msgspec.Struct, frozen=True):
    """A way of running student code, and what it promises: each claim is a test of the contract suite."""

    name: str
    isolation: Isolation | None  # what asks for it; None where no option does, and it has a function of its own
    opens: Callable[[Tier, Sequence[str]], Backend]  # given the packages of the assignment
    needs_linux: bool = False
    hidden_criteria_allowed: bool = False  # `auto` may take it for them; it holds off a hand-in that looks for answers
    ends_endless_loops: bool = False
    cpu_clock: bool = False  # slowness is told by computing time, which is fair on a busy machine
    memory_limit: bool = False
    survives_exit: bool = False  # a call that ends Python costs itself alone, as does one that crashes it
    survives_crash: bool = False
    ends_what_it_started: bool = False  # processes, too, of the hand-in's making
    files_closed: bool = False  # nothing beside Python's own folders can be read, and nothing written
    network_closed: bool = False
    processes_closed: bool = False  # none can be started, signalled or looked into
    names_hidden: bool = False  # not even what exists can be told: neither files nor processes

    def __str__(self) -> str:
        return self.name

    @property
    def claims(self) -> frozenset[str]:
        """What it says that it does: the names of its fields that are true."""
        return frozenset(name for name in self.__struct_fields__ if getattr(self, name) is True) - {"needs_linux"}

    def promises_all_of(self, other: Tier) -> bool:
        """Whether every claim of the other is one of its own."""
        return self.claims >= other.claims

    @property
    def locked_down(self) -> bool:
        """Whether a worker loses its rights before it reads a byte of student code."""
        return self.files_closed and self.network_closed and self.processes_closed


class Exit(msgspec.Struct, frozen=True):
    """How a worker's process ended, as its parent saw it: a signal or an exit status, the other is None.

    One that was killed by us because it ran on has the signal `KILLED`, on systems without signals too; one that
    whoever holds its clock ended when that was up has `OUT_OF_TIME`, as if the system had.
    """

    signal: int | None
    status: int | None
    peak_kib: int = 0


KILLED = 9
OUT_OF_TIME: Final[int] = getattr(signal, "SIGXCPU", 24)  # Linux's number where there are no signals


class Gone(Exception):  # noqa: N818 - a fact about the other side, told as an outcome
    """Whoever we talk to is gone, or does not listen."""


class Conversation(Protocol):
    """What is said with one hand-in."""

    def send(self, data: bytes, seconds: float) -> None:
        """Hand over questions.  Raises `Gone` if they are not taken within so many seconds."""

    def receive(self, seconds: float, awaited: int = 1) -> bytes:
        """What has come, at the latest after so many seconds; empty if nothing came.  Raises `Gone`.

        `awaited` says how many answers are due: it may be worth a moment to take several at once.
        """

    def cpu_seconds(self) -> float | None:
        """Computing time used so far, read from outside; None where the system cannot tell."""

    def end(self) -> Exit:
        """End it if it still runs, wait until it is gone, and say how it ended."""


class Backend(Protocol):
    """Opens conversations, one at a time; `with` closes it.  A class of its own inherits from this one."""

    tier: Tier
    layers: tuple[str, ...]
    graded_by: tuple[int, int] = (
        0,
        0,
    )  # the Python that code is to be taken as; (0, 0) where it is the one that runs it
    impatient_calls: int = (
        6  # of a function that ran on, each of which costs a fresh worker, before the rest are not asked
    )

    def conversation(self, limits: Limits) -> Conversation:
        """A fresh one.  Raises `SandboxError` if none is to be had."""

    def when_ready(self) -> Self:
        """Itself, as soon as it can be used.  Raises `IsolationError` if it never can."""
        return self

    def share(self) -> Backend | None:
        """Another one, for a process that was forked from this one; None where it would start no sooner."""
        return None

    def close(self) -> None:
        """End everything that this backend started."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
