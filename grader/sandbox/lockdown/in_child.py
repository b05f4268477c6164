"""Trying out in a forked child what cannot be undone."""

from __future__ import annotations

import os
from collections.abc import Callable

_LONGEST = 400  # bytes of an answer; a pipe holds them without a reader


def outcome(attempt: Callable[[], str], fork: Callable[[], int] = os.fork) -> str:
    """Make the attempt in a child of this process and return what it says: its answer, or its exception's text."""
    reading, writing = os.pipe()
    child = fork()
    if child == 0:
        answer = b"it ended without an answer"
        try:
            answer = attempt().encode(errors="replace")
        except BaseException as trouble:  # noqa: BLE001 - the child must end here, whatever happens
            answer = (str(trouble) or type(trouble).__name__).encode(errors="replace")
        finally:
            os.write(writing, b"." + answer[:_LONGEST])
            os._exit(0)
    os.close(writing)
    try:
        answer = os.read(reading, 1 + _LONGEST)
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    if not answer:
        return f"the process that tried it ended with wait status {status}"
    return answer[1:].decode(errors="replace")
