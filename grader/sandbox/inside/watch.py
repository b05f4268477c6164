"""Tells, shortly before a call's time is up, where in the hand-in it is: the loop that does not end.

A timer of this process interrupts the student's code for a moment, which may undo it: what is told informs, and earns
nothing.  It counts computing time, and sends a signal that no course uses: `SIGALRM` is what recipes for time limits
take.  The timer runs on from before the locks are put on, since no locked-down process may set one.  Where there are
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
from grader.sandbox.inside.places import margin_of, place_in

_SECONDS = 0.1  # of computing, between two looks at the clock
_SHARE = 0.75  # of the time; the rest is for telling it


@dataclass(frozen=True, slots=True)
class _Watched:
    """A call that is running, until when it is left alone, and what is needed to tell where it is."""

    number: int
    until: float
    filename: str
    texts: Mapping[str, str]
    can_be_cut: Callable[[], bool]  # whether it would help to load the file without the statement that runs


class Watch:
    """Looks at the clock now and then, while student code computes."""

    def __init__(self) -> None:
        self._send: Callable[[bytes], object] = bytes
        self._watched: _Watched | None = None

    def begin(self) -> None:
        """Have the timer run from now on."""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGPROF, self._look)
            signal.setitimer(signal.ITIMER_PROF, _SECONDS, _SECONDS)

    def tell_by(self, send: Callable[[bytes], object]) -> None:
        """Take the way on which bytes reach the grader."""
        self._send = send

    @contextlib.contextmanager
    def over(
        self, number: int, seconds: float, filename: str, texts: Mapping[str, str], can_be_cut: Callable[[], bool]
    ) -> Iterator[None]:
        """Watch the call of a number, which may compute for so many seconds."""
        until = time.process_time() + _SHARE * seconds
        self._watched = _Watched(number, until, filename, texts, can_be_cut) if seconds > 0 else None
        try:
            yield
        finally:
            self._watched = None

    def _look(self, _: int, frame: FrameType | None) -> None:
        watched = self._watched
        if watched is None or time.process_time() < watched.until:
            return
        self._watched = None
        with contextlib.suppress(RecursionError, MemoryError):  # there may be little room above the student's frames
            place = place_in(frame, watched.filename, watched.texts)
            if place["line"]:
                until = margin_of(frame, watched.filename) if watched.can_be_cut() else (0, 0)
                self._send(frames.frame(frames.Where(watched.number, **place, until=until)))
