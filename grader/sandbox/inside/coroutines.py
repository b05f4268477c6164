"""Runs what a notebook's cell awaits outside of functions, as Jupyter does, without what an event loop usually opens.

Runs in the worker.  There is nothing to wait for but time: no file, no connection and no other thread can be had.
"""

from __future__ import annotations

import time
from collections.abc import Coroutine
from typing import Any


def run_to_end(coroutine: Coroutine[Any, Any, object]) -> None:
    """Run a coroutine and what it starts, until it is done."""
    import asyncio  # noqa: PLC0415 - takes long to import, and hardly a notebook needs it

    class Loop(asyncio.BaseEventLoop):
        """A loop that waits for its timers alone."""

        def __init__(self) -> None:
            super().__init__()
            self._selector = Clock()

        def _process_events(self, events: object) -> None:
            """There are none."""

        def _write_to_self(self) -> None:
            """No other thread is there to wake it."""

    loop = Loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(coroutine)
    finally:
        asyncio.set_event_loop(None)
        loop.close()


class Clock:
    """Stands where a loop has what tells it of events."""

    def select(self, timeout: float | None) -> None:
        """Wait for the next timer.  Without one nothing can come any more."""
        if timeout is None:
            raise RuntimeError("this waits for something that never comes")
        time.sleep(timeout)
