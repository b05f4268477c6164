"""Several things in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.labels import LIST_AND_LAST


def listed(items: Sequence[str]) -> str:
    """One thing at least: “this, that and the other”."""
    return items[0] if len(items) == 1 else LIST_AND_LAST.format(others=", ".join(items[:-1]), last=items[-1])
