"""Answers that are paths: each call's own rows, with the landscape that it walks on and what it was given.

All that a search computes of a step starts from the student's own row before it, so that one row that is not right does
not spoil the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.landscape_asked import curve_of, landscape_of
from grader.diagnosis.searches.numbers import array_of
from grader.diagnosis.searches.question import Ground, Question
from grader.landscapes import Landscape, loss_along
from grader.schedules import Schedule

Array = NDArray[np.float64]

_EXACT = 1e-7  # of the largest coordinate
_LARGEST = 1e9  # a run that leaves this tells nothing of its rule
_MOST_STEPS = 250


class Walk(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One call: a path of shape (n + 1, d), and where it was walked."""

    path: Array
    landscape: Landscape
    given: Mapping[str, Any]
    start: Array

    @property
    def count(self) -> int:
        """Of steps."""
        return len(self.path) - 1

    @cached_property
    def size(self) -> float:
        """The largest coordinate."""
        return max(float(np.abs(self.path).max()), 1e-12)

    @cached_property
    def moves(self) -> Array:
        """Each step, shape (n, d)."""
        return np.diff(self.path, axis=0)

    @cached_property
    def before(self) -> Array:
        """The step before each, shape (n, d); nothing before the first."""
        return np.vstack([np.zeros_like(self.path[:1]), self.moves[:-1]]) if self.count else self.moves

    @cached_property
    def gradients(self) -> Array:
        """Where each step begins."""
        return self.along(self.path[:-1])

    def along(self, points: Array) -> Array:
        """The gradient at each of these points."""
        if not len(points):
            return points
        with np.errstate(all="ignore"):
            return np.array([self.landscape.gradient(point) for point in points])

    @cached_property
    def starts_right(self) -> bool:
        """Whether row 0 is the start that was given."""
        return bool(np.abs(self.path[0] - self.start).max() <= _EXACT * self.size)

    @cached_property
    def numbers(self) -> dict[str, float]:
        """The arguments that are numbers."""
        return {
            name: float(value)
            for name, value in self.given.items()
            if isinstance(value, int | float) and not isinstance(value, bool) and name != "start"
        }

    @property
    def schedule(self) -> Schedule | None:
        """The one that it was given, if there is one."""
        return next((value for value in self.given.values() if isinstance(value, Schedule)), None)

    @property
    def noise(self) -> Array | None:
        """What it was given beside, a row for each step; None where it was given nothing of the kind."""
        return None if self.noise_given is None else self.noise_given[: self.count]

    @cached_property
    def noise_given(self) -> Array | None:
        """The same with the rows that no step is for, if there are any."""
        found = (_table(value) for name, value in self.given.items() if name != "start")
        width = self.path.shape[1]
        return next(
            (each for each in found if each is not None and each.shape[1] == width and len(each) >= self.count), None
        )


def walks(question: Question) -> tuple[Walk, ...] | None:
    """The walk of each call; None where one is no path on a known landscape, or is cut off.

    Where the right path rests at its start, one that is not finite is left out: there is no gradient to divide by.
    """
    made = []
    for each, answer in zip(question.ground.asked, question.answers, strict=True):
        right, own = _table(each.answer), _table(answer)
        if right is None or own is None or right.shape != own.shape or not 0 < len(own) <= _MOST_STEPS:
            return None
        if (right == right[0]).all() and not np.isfinite(own).all():
            continue
        walk = _walk(each.given, own, right)
        if walk is None:
            return None
        made.append(walk)
    return tuple(made) if sum(walk.count for walk in made) else None


def are_walks(ground: Ground) -> bool:
    """Whether paths are asked for at all."""
    return all("start" in each.given and _table(each.answer) is not None for each in ground.asked)


def _walk(given: Mapping[str, Any], own: Array, right: Array) -> Walk | None:
    landscape = landscape_of(given) or curve_of(given, right)
    if landscape is None or not np.isfinite(own).all() or float(np.abs(own).max()) > _LARGEST:
        return None
    dimension = landscape.dimension
    if own.shape[1] == dimension + 1 == 2:  # weight and loss
        with np.errstate(all="ignore"):
            off = np.abs(loss_along(landscape, own[:, :1]) - own[:, 1])
        if float(off.max()) > _EXACT * max(float(np.abs(own[:, 1]).max()), 1.0):
            return None
    elif own.shape[1] != dimension:
        return None
    return Walk(own[:, :dimension], landscape, given, right[0, :dimension])


def _table(answer: Any) -> Array | None:
    table = array_of(answer)
    return table if table is not None and table.ndim == 2 and table.shape[1] else None
