"""Student code in this very process: all that a browser's Python can do, which has neither processes nor signals.

There is no clock and no wall: the page around it ends the whole of it, and whoever owns the page owns the verdict.  So
it runs where nothing is secret (`require_nothing_secret`), and leaves Python as it was (`python_state`).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from grader.course.assignment import HIDDEN_RUBRIC
from grader.course.folder import Course
from grader.errors import IsolationError
from grader.records import Limits
from grader.sandbox import frames
from grader.sandbox.base import Backend, Conversation, Exit, Gone, Tier
from grader.sandbox.inside.watch import Watch
from grader.sandbox.inside.worker import Dialogue
from grader.sandbox.python_state import Everything, Surface
from grader.sandbox.zygote_protocol import EXIT_BROKEN


def require_nothing_secret(pack: Path) -> None:
    """Raise `IsolationError` if a reference or a hidden rubric lies in a pack, in the working folder or above them."""
    for folder in _folders((pack.resolve(), Path.cwd())):
        course = Course(folder)
        secret = course.reference if course.reference.is_dir() and (folder / "assignments").is_dir() else None
        secret = secret or next((folder / "assignments").glob(f"*/{HIDDEN_RUBRIC}"), None)
        if secret is not None:
            raise IsolationError(
                f"student code may not run in the grader's own process here: {secret} is in its reach",
                remedy="take a pack that `grader release` made, in a place without the course, or use `grader check`",
            )


def _folders(places: Iterable[Path]) -> Iterator[Path]:
    """Each place and what lies above it, once."""
    yield from dict.fromkeys(folder for place in places for folder in (place, *place.parents))


class InProcess(Backend):
    """Opens conversations in this process.  Made by `tiers.open_in_process` alone, which sees to it that it may be."""

    layers = ()

    def __init__(self, tier: Tier, *, packages: Sequence[str] = ()) -> None:
        self.tier = tier
        self._packages = packages
        self._last: InThisProcess | None = None

    def conversation(self, limits: Limits) -> InThisProcess:  # noqa: ARG002 - there is nothing that could keep to them
        """Begin anew, with Python as it was before the conversation before."""
        self.close()
        self._last = InThisProcess()
        return self._last

    def close(self) -> None:
        """End the conversation, if there is one."""
        if self._last is not None:
            self._last.end()
            self._last = None


class InThisProcess(Conversation):
    """A conversation without anybody else: a question is answered when its answer is asked for."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._before = Everything()
        self._turn = _Turn()
        self._dialogue = Dialogue(watch)
        self._answers: Iterator[bytes] = iter([frames.READY])
        self._over = False

    def send(self, data: bytes, seconds: float) -> None:  # noqa: ARG002 - nothing waits
        """Keep the questions."""
        self._answers = chain(self._answers, self._dialogue.answers(data))

    def receive(self, seconds: float, awaited: int = 1) -> bytes:  # noqa: ARG002 - all answers come one by one
        """Run student code until it has answered; it finds Python as it left it, and nobody who types."""
        if seconds <= 0:
            return b""  # nothing comes by itself
        answer = b""
        with self._turn:
            answer = next(self._answers)
        if not answer:
            raise Gone
        return answer

    def cpu_seconds(self) -> float | None:
        """None: whoever could look at a clock waits for the answer."""
        return None

    def end(self) -> Exit:
        """Put everything back."""
        if not self._over:
            self._over = True
            self._before.put_back()
        return Exit(None, EXIT_BROKEN)


class _Turn:
    """Student code's turn: its surface of Python goes on, and ours again afterwards.

    What escapes ends here: it has broken the student's side, or there was nothing left to answer.
    """

    def __init__(self) -> None:
        self._ours = Surface()
        self._theirs: Surface | None = None

    def __enter__(self) -> None:
        self._ours = Surface()
        if self._theirs is not None:
            self._theirs.put_on()
        sys.stdin = io.StringIO()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        self._theirs = Surface()
        self._ours.put_on()
        return kind is not KeyboardInterrupt
