"""Counts how often a call asks the arguments that can be called, and from where.

What is counted is the student's word like all that a worker says: it informs, and earns nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import FrameType, MethodType

from grader import landscapes, schedules
from grader.landscapes.base import ON_ASKED
from grader.records import Asked
from grader.sandbox import frames
from grader.sandbox.inside.places import cell_of

_UP = 8  # frames between a landscape and the line that asked it, such as those of `np.apply_along_axis`
_MOST_PLACES = 100  # that are counted apart


@dataclass(slots=True)
class _Count:
    texts: Collection[str]  # names under which code of the hand-in was compiled
    times: int = 0
    places: Counter[tuple[int, int]] = field(default_factory=Counter)

    def __call__(self) -> None:
        """Count once more, for the nearest line of the hand-in that led here."""
        self.times += 1
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - the one way to see who asks
        for _ in range(_UP):
            if frame is None:
                return
            if frame.f_code.co_filename in self.texts:
                place = (cell_of(frame.f_code.co_filename), frame.f_lineno)
                if place in self.places or len(self.places) < _MOST_PLACES:
                    self.places[place] += 1
                return
            frame = frame.f_back


def counting(keywords: Mapping[str, object], texts: Collection[str]) -> dict[str, _Count]:
    """Have the callables among the arguments of a call count, each by itself."""
    counts: dict[str, _Count] = {}
    for name, value in keywords.items():
        asked = value.__self__ if type(value) is MethodType else value
        if isinstance(asked, landscapes.Landscape | schedules.Schedule):
            counts[name] = _Count(texts)
            object.__setattr__(asked, ON_ASKED, counts[name])
    return counts


def told(counts: Mapping[str, _Count]) -> tuple[Asked, ...]:
    """What is told of a call; the places that asked most often come first."""
    return tuple(
        Asked(name, count.times, tuple(place for place, _ in count.places.most_common(frames.MOST_PLACES)))
        for name, count in list(counts.items())[: frames.MOST_ASKED]
    )
