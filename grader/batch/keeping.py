"""Entries into the gradebook as they come, a few at once."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from grader.gradebook.entries import Entry
from grader.gradebook.store import Gradebook

_KEEP_EVERY = 32  # entries: one transaction


def keeping(entries: Iterable[Entry], gradebook: Gradebook) -> Generator[Entry, None, None]:
    """The entries, each group saved before it is passed on; what is left is saved whatever ends the loop."""
    waiting: list[Entry] = []
    try:
        for entry in entries:
            waiting.append(entry)
            if len(waiting) >= _KEEP_EVERY:
                gradebook.save(waiting)
                yield from waiting
                waiting = []
    finally:
        if waiting:
            gradebook.save(waiting)
    yield from waiting
