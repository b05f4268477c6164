"""Tells, shortly before a call's time is up, where in the hand-in it is: the loop that does not end.

A timer of this process interrupts the student's code for a moment, which may undo it: what is told informs, and earns
nothing.  The timer runs on from before the locks are put on, since no locked-down process may set one.  Where there are
none (Windows, a browser) nothing is told.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import FrameType

from grader.sandbox import frames
from grader.sandbox.inside.places import place_in

_SECONDS = 0.05  # between two looks at the clock
_SHARE = 0.75  # of the time; the rest is for telling it


@dataclass(frozen=True, slots=True)
class _Watched:
    """A call that is running, until when it is left alone, and what is needed to tell where it is."""

    number: int
    computing_until: float
    taking_until: float
    filename: str
    texts: Mapping[str, str]

    def is_nearly_over(self) -> bool:
        return time.process_time() > self.computing_until or time.monotonic() > self.taking_until


class Watch:
    """Looks at the clock now and then, while student code runs."""

    def __init__(self) -> None:
        self._send: Callable[[bytes], object] = bytes
        self._watched: _Watched | None = None

    def begin(self) -> None:
        """Have the timer run from now on."""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._look)
            signal.setitimer(signal.ITIMER_REAL, _SECONDS, _SECONDS)

    def tell_by(self, send: Callable[[bytes], object]) -> None:
        """Take the way on which bytes reach the grader."""
        self._send = send

    @contextlib.contextmanager
    def over(
        self, number: int, seconds: tuple[float, float], filename: str, texts: Mapping[str, str]
    ) -> Iterator[None]:
        """Watch the call of a number; `seconds` are those that it may compute, and those that it may take."""
        computing, taking = (_SHARE * each for each in seconds)
        until = time.process_time() + computing, time.monotonic() + taking
        self._watched = _Watched(number, *until, filename, texts) if computing > 0 else None
        try:
            yield
        finally:
            self._watched = None

    def _look(self, _: int, frame: FrameType | None) -> None:
        watched = self._watched
        if watched is None or not watched.is_nearly_over():
            return
        self._watched = None
        place = place_in(frame, watched.filename, watched.texts)
        if place["line"]:
            self._send(frames.frame(frames.Where(watched.number, **place)))
