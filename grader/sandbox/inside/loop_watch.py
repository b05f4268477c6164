"""Tells where a loop is that does not end, where there are no signals: Python itself says when it jumps back.

What `watch` does with a timer.  Only jumps backwards in the hand-in's own code are told of, so that nothing else
becomes slower; before Python 3.12 nothing is told.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from types import CodeType
from typing import Any

from grader.sandbox.inside.watch import Watch


class LoopWatch(Watch):
    """Looks at the clock at the end of each round of a loop of the hand-in."""

    @contextlib.contextmanager
    def over(
        self, number: int, seconds: float, filename: str, texts: Mapping[str, str], can_be_cut: Callable[[], bool]
    ) -> Iterator[None]:
        """Watch the call of a number, which may compute for so many seconds."""
        monitoring: Any = getattr(sys, "monitoring", None)
        if monitoring is None or monitoring.get_tool(monitoring.DEBUGGER_ID) is not None:
            yield
            return
        monitoring.use_tool_id(monitoring.DEBUGGER_ID, "grader")

        def jumped(code: CodeType, start: int, end: int) -> object:
            if end > start or not code.co_filename.startswith(filename):
                return monitoring.DISABLE
            self._look(0, sys._getframe(1))  # noqa: SLF001 - there is no other way to the frame
            return None

        try:
            monitoring.register_callback(monitoring.DEBUGGER_ID, monitoring.events.JUMP, jumped)
            monitoring.set_events(monitoring.DEBUGGER_ID, monitoring.events.JUMP)
            monitoring.restart_events()
            with super().over(number, seconds, filename, texts, can_be_cut):
                yield
        finally:
            monitoring.set_events(monitoring.DEBUGGER_ID, 0)
            monitoring.free_tool_id(monitoring.DEBUGGER_ID)
