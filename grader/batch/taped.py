"""Tapes for a class: what criteria compare is noted once, where so many hand-ins are judged that it pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from grader.grading.prepared import Prepared
from grader.records import Key

_ENOUGH = 8  # hand-ins that take as long to judge as it takes to note what criteria compare


def with_tapes(prepared: Mapping[str, Prepared], judged: Iterable[Key]) -> dict[str, Prepared]:
    """The same, taped where that pays for those that will be judged."""
    counts = Counter(assignment for _, assignment in judged)
    return {id_: each.with_tape if counts[id_] >= _ENOUGH else each for id_, each in prepared.items()}
