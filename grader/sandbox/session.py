"""One conversation with a hand-in: its answers in order, its clocks, and how it ended.

Clocks are read from outside; the CPU clock restarts at each complete answer.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass

from grader.errors import SandboxError
from grader.records import Ending, Limits, Outcome, Why
from grader.sandbox import frames, values
from grader.sandbox.base import KILLED, OUT_OF_TIME, Conversation, Exit, Gone
from grader.sandbox.zygote_protocol import EXIT_BROKEN, EXIT_CHANNEL, EXIT_MEMORY

_EARLY = 8  # looks for answers that nobody asked for yet
_TOLD = 20  # times that a worker may say where it is: an honest one does when a call's time is nearly up
_SHORTEST_WAIT = 0.02  # seconds between two looks at a clock that is nearly up


@dataclass(slots=True)
class Budget:
    """What is left of a hand-in's time, over all its workers."""

    cpu: float
    wall: float

    @property
    def spent(self) -> bool:
        """Whether nothing is left of one of them."""
        return self.cpu <= 0 or self.wall <= 0


class SessionEnded(Exception):  # noqa: N818 - how a worker's life ended; caught where the calls are shared out
    """The worker is gone or must go; carries what the guilty call gets."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.ending)
        self.outcome = outcome


class Session:
    """One conversation with the hand-in loaded, and its clocks."""

    def __init__(self, conversation: Conversation, limits: Limits, budget: Budget) -> None:
        self.conversation = conversation
        self._limits = limits
        self._budget = budget
        self._reader = frames.FrameReader()
        self._expected = 1  # the number after the last one asked for
        self._cpu_before = 0.0  # all that answered calls have used
        self._cpu_limit = limits.cpu_seconds  # of what it does now
        self._ready = False  # it said so: what happens from then on is student code's doing
        self._over = False
        self._told = 0  # times that it said where it is
        self.where: frames.Where | None = None  # what was told of the call that is not answered yet
        self.next_number = 0

    def send(self, message: frames.Load | frames.Ask) -> None:
        """Hand over a frame; a worker that does not read in time has ended."""
        if isinstance(message, frames.Ask):
            self._refuse_early_answers()
            self._expected = message.first + len(message.calls)
        try:
            self.conversation.send(frames.frame(message), self._limits.call_wall_seconds)
        except Gone:
            raise SessionEnded(self._by_exit()) from None

    def _refuse_early_answers(self) -> None:
        """An answer that is there before its question was asked is none: whose turn it is gets the blame."""
        try:
            for _ in range(_EARLY):
                if not (data := self.conversation.receive(0)):
                    break
                self._reader.feed(data)
        except Gone:
            raise SessionEnded(self._by_exit()) from None
        try:
            while (payload := self._reader.next()) == b"":  # it repeats that it is ready
                pass
        except values.WireError as trouble:
            raise SessionEnded(trouble.outcome) from None
        if payload is not None or not self._reader.is_empty:
            raise SessionEnded(Outcome(Ending.MALFORMED, why=Why.OUT_OF_ORDER))

    def receive(self, cpu_limit: float, wall_limit: float) -> frames.Received:
        """The next answer in order.  Raises `SessionEnded` when none comes."""
        started = time.monotonic()
        self._cpu_limit = cpu_limit
        try:
            answer = self._next_answer()
            if answer is None:
                self._charge()
            while answer is None:
                self._wait(started, wall_limit)
                answer = self._next_answer()
        except values.WireError as trouble:
            raise SessionEnded(trouble.outcome) from None
        finally:
            self._budget.wall -= time.monotonic() - started
        if answer.number != self.next_number:
            raise SessionEnded(Outcome(Ending.MALFORMED, why=Why.OUT_OF_ORDER))
        self.next_number += 1
        self.where = None
        return answer

    def _next_answer(self) -> frames.Received | None:
        """The next answer that has come; what came before it was answered in time, whatever follows."""
        while (payload := self._reader.next()) is not None:
            if payload == b"":  # the worker is ready, or repeats that it is
                continue
            answer = frames.read_told(payload)
            if isinstance(answer, frames.Received):
                return answer
            self._told += 1
            if answer.number != self.next_number or self.where is not None or self._told > _TOLD:
                raise SessionEnded(Outcome(Ending.MALFORMED, why=Why.OUT_OF_ORDER))
            self.where = answer
        return None

    def _wait(self, started: float, wall_limit: float) -> None:
        """Take in what the worker wrote, or end it when a clock is up."""
        used = self._used()
        elapsed = time.monotonic() - started
        cpu_left = min(self._cpu_limit, self._budget.cpu) - (elapsed if used is None else used)
        wall_left = min(wall_limit, self._budget.wall) - elapsed
        if cpu_left <= 0 or wall_left <= 0:
            raise SessionEnded(self._timed_out(Why.COMPUTING if cpu_left <= 0 else Why.WAITING))
        patience = max(min(cpu_left, wall_left), _SHORTEST_WAIT)
        try:
            data = self.conversation.receive(patience, self._expected - self.next_number)
        except Gone:
            raise SessionEnded(self._by_exit()) from None
        if data:
            self._ready = True
            self._reader.feed(data)

    def _used(self) -> float | None:
        """CPU seconds since the last complete answer; None where only wall time can be had."""
        now = self.conversation.cpu_seconds()
        return None if now is None else now - self._cpu_before

    def _charge(self) -> None:
        used = self._used()
        if used is not None:
            self._cpu_before += used
            self._budget.cpu -= used

    def _by_exit(self) -> Outcome:
        """What the end of the process says about the call that it was answering."""
        used = self._used()
        self._charge()
        with contextlib.suppress(Gone):  # it may have spoken, and ended before that was read
            self._ready = self._ready or bool(self.conversation.receive(0))
        self._over = True
        exit = self.conversation.end()  # noqa: A001 - the word for it
        if not self._ready:
            raise SandboxError(
                f"a worker ended before it was locked down (signal {exit.signal}, exit status {exit.status})",
                remedy="run `grader doctor` to see which layer fails",
            )
        if exit.signal == OUT_OF_TIME or (used is not None and used >= self._cpu_limit):
            return self._timed_out(Why.COMPUTING)
        return _outcome_of(exit, self._limits)

    def _timed_out(self, why: Why) -> Outcome:
        """With the place that the worker told of, if it did."""
        where = self.where or frames.Where(0)
        return Outcome(Ending.TIMED_OUT, why=why, line=where.line, cell=where.cell, text=where.text, names=where.names)

    def end(self) -> None:
        """End the worker, if it has not ended itself, and take what it used off the budget."""
        if not self._over:
            self._over = True
            self._charge()
            self.conversation.end()


def _outcome_of(exit: Exit, limits: Limits) -> Outcome:  # noqa: A002 - the word for it
    large = exit.peak_kib > limits.memory_mib << 9  # killed while it held half of what it may
    if exit.status == EXIT_MEMORY or (exit.signal == KILLED and large):
        return Outcome(Ending.OUT_OF_MEMORY)
    if exit.signal == KILLED or exit.status == EXIT_CHANNEL:  # most likely by us: it ran on, and unheard
        return Outcome(Ending.CRASHED, why=Why.UNHEARD)
    if exit.signal is not None:
        return Outcome(Ending.CRASHED, why=Why.SIGNAL, number=exit.signal)
    if exit.status == EXIT_BROKEN:
        return Outcome(Ending.CRASHED, why=Why.BROKE_PYTHON)
    return Outcome(Ending.CRASHED, why=Why.EXIT_STATUS, number=exit.status or 0)
