"""Leads to look into: few share it, it is wrong to the last bit, and no known mistake explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from grader.grading.behaviour import Shared

MOST = 4  # hand-ins that share what still counts as rare
_FEWEST_VALUES = 2  # one value for whatever is asked is what many come to by themselves


def leads(shared: Iterable[Shared], *, most: int = MOST) -> tuple[Shared, ...]:
    """What at most so many hand-ins share, the most telling first.

    What no known mistake explains goes before what one does, which many make alike; among these whoever share most of
    it; then what the fewest share, and what is alike in more answers.
    """
    rare = [each for each in shared if each.hand_ins <= most and each.distinct >= _FEWEST_VALUES]
    together = Counter((each.students, bool(each.diagnoses)) for each in rare)

    def order(each: Shared) -> tuple[object, ...]:
        of_these = together[each.students, bool(each.diagnoses)]
        place = (each.students, each.assignment, each.function)
        return bool(each.diagnoses), -of_these, each.hand_ins, -each.distinct, place

    return tuple(sorted(rare, key=order))
