"""Zygotes that are started once in a test process: later ones are forked from them, in a tenth of the time.

Most tests of commands need one that answers, and no test of starting it.  A share is what every process of a run but
the first has: workers, locks and what is said are those of any other zygote.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import IsolationError
from grader.sandbox.base import Tier
from grader.sandbox.zygote_client import StartedZygote, ZygoteClient


class WarmZygotes:
    """Stands for `StartedZygote`: the first of a tier is started and kept, the others are its shares."""

    def __init__(self) -> None:
        self._kept: dict[Tier, StartedZygote] = {}

    def __call__(self, tier: Tier, *, packages: Sequence[str] = ()) -> ZygoteClient:
        if packages:  # a course's own change from test to test
            return StartedZygote(tier, packages=packages)
        if tier not in self._kept:
            self._kept[tier] = StartedZygote(tier).when_ready()
        try:
            return self._kept[tier].share()
        except IsolationError:  # the test before had it end
            self._kept.pop(tier).close()
            return StartedZygote(tier)

    def close(self) -> None:
        """End what was kept."""
        while self._kept:
            self._kept.popitem()[1].close()
