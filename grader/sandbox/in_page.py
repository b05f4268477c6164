"""Student code in a page's worker: this very process, with a clock that the page around it holds.

A page can do one thing to a worker that runs on: end it, and with it all that was answered.  So each answer is handed
to the page as it comes, with word of whose turn it is; when a clock is up, the page begins again in a fresh worker and
says what was answered before.  The same recording then goes on behind it, as it does behind a process that was ended:
no call that was answered is asked again, and the guilty one gets the blame.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from grader.records import Limits
from grader.sandbox import linear_algebra
from grader.sandbox.base import OUT_OF_TIME, Backend, Conversation, Exit, Gone
from grader.sandbox.in_process import InThisProcess, require_nothing_secret
from grader.sandbox.inside.loop_watch import LoopWatch
from grader.sandbox.tiers import IN_PROCESS
from grader.sandbox.zygote_protocol import EXIT_BROKEN

PYTHON_VERSION = ".python-version"  # of a pack: the Python that grades what it is checked by


class Past(msgspec.Struct, frozen=True):
    """A conversation that ended with its worker: what was said in it, and for how long its last turn had gone on.

    `seconds` is 0 where the worker was not ended for its time, but came to an end by itself.
    """

    said: tuple[bytes, ...]
    seconds: float


class Page(Protocol):
    """Who holds the clock."""

    def opened(self) -> None:
        """A new conversation begins."""

    def turn(self, seconds: float) -> None:
        """Student code runs from now on, and may take so long."""

    def said(self, data: bytes) -> None:
        """It has answered, or tells where it is."""

    def done(self) -> None:
        """It runs no more."""


class InPage(Backend):
    """Opens conversations in this process: first those that are over, as they were."""

    tier = IN_PROCESS
    layers = ()
    impatient_calls = 2  # a page's worker takes long to start, and who waits sees it

    def __init__(self, pack: Path, page: Page, past: Iterable[Past] = ()) -> None:
        """For a pack's public criteria.  Raises `IsolationError` where a reference or a hidden rubric is in reach."""
        require_nothing_secret(pack)
        self.graded_by = _graded_by(pack)
        linear_algebra.mend()
        self._page = page
        self._past = deque(past)
        self._last: Conversation | None = None

    def conversation(self, limits: Limits) -> Conversation:  # noqa: ARG002 - the page keeps to them
        """The next one."""
        self.close()
        self._last = _Repeated(self._past.popleft()) if self._past else _Clocked(self._page)
        return self._last

    def close(self) -> None:
        """End the conversation, if there is one."""
        if self._last is not None:
            self._last.end()
            self._last = None


def _graded_by(pack: Path) -> tuple[int, int]:
    """The Python that a pack was made with, as it says; (0, 0) where it does not."""
    try:
        major, minor = (pack / PYTHON_VERSION).read_text(encoding="utf-8").strip().split(".")[:2]
        return int(major), int(minor)
    except (OSError, ValueError):
        return 0, 0


class _Clocked(Conversation):
    """One that goes on now."""

    def __init__(self, page: Page) -> None:
        self._page = page
        watch = LoopWatch()
        watch.tell_by(page.said)
        self._here = InThisProcess(watch)
        page.opened()

    def send(self, data: bytes, seconds: float) -> None:
        """Keep the questions."""
        self._here.send(data, seconds)

    def receive(self, seconds: float, awaited: int = 1) -> bytes:
        """Run student code until it has answered, while the page looks at its clock."""
        if seconds <= 0:
            return b""
        self._page.turn(seconds)
        try:
            answer = self._here.receive(seconds, awaited)
        finally:
            self._page.done()
        self._page.said(answer)
        return answer

    def cpu_seconds(self) -> float | None:
        """None: the page's clock is the one there is."""
        return None

    def end(self) -> Exit:
        """Put everything back."""
        return self._here.end()


class _Repeated(Conversation):
    """One that is over: its answers come again, and then its end."""

    def __init__(self, past: Past) -> None:
        self._said = deque(past.said)
        self._seconds = past.seconds
        self._used = 0.0

    def send(self, data: bytes, seconds: float) -> None:
        """The questions are known."""

    def receive(self, seconds: float, awaited: int = 1) -> bytes:  # noqa: ARG002 - it was said long ago
        """The next thing that was said."""
        if seconds <= 0:
            return b""
        if not self._said:
            self._used = self._seconds
            raise Gone
        return self._said.popleft()

    def cpu_seconds(self) -> float | None:
        """Nothing but the turn that did not end."""
        return self._used

    def end(self) -> Exit:
        """As the page saw it."""
        return Exit(OUT_OF_TIME, None) if self._seconds else Exit(None, EXIT_BROKEN)
