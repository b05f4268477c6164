"""Paths whose steps are those that were asked for, but for something that is done to some of them.

They are cut at a size, points are kept within bounds, or what was kept of the step before is forgotten now and then.
Each step is looked at from the student's own row before it, so that one that is bent does not spoil the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.step_rules import Rule, numbers_of_steps
from grader.diagnosis.searches.walks import Walk
from grader.records import Described, Family, FoundBy, Piece

Array = NDArray[np.float64]

_EXACT = 1e-7  # of the largest coordinate of a path
_FEWEST = 3  # steps that show it, and others that are as asked
_DIGITS = 6

Moves = Sequence[Array]  # of each walk, shape (n, d)


def described(own: Sequence[Walk], asked: Rule) -> Described | None:
    """What is done to some steps of the rule that was asked for; None where that makes no path what it is."""
    moving = [walk for walk in own if walk.count]
    numbers = numbers_of_steps(moving) if moving else {}
    given = [{label: values[place] for label, values in numbers.items()} for place in range(len(moving))]
    right = _made_by(asked, moving, given)
    if right is None:
        return None
    if asked.kept is not None:
        without = _made_by(Rule(asked.factor, asked.of), moving, given)
        if without is not None and (found := _forgetting(moving, right, without)) is not None:
            return found
    for slot, bent in _BENT.items():
        bound = bent(moving, right)
        if bound is not None:
            return Described(Family.FORM, FoundBy.PATH_RULE, (Piece(f"{bound:.{_DIGITS}g}"),), slot=slot)
    return None


def _made_by(rule: Rule, walks: Sequence[Walk], given: Sequence[Mapping[str, Array]]) -> list[Array] | None:
    made = [rule.moves(walk, numbers) for walk, numbers in zip(walks, given, strict=True)]
    whole = [each for each in made if each is not None and np.isfinite(each).all()]
    return whole if len(whole) == len(made) else None


# --- forgotten now and then -----------------------------------------------------------------------------------------


def _forgetting(walks: Sequence[Walk], right: Moves, without: Moves) -> Described | None:
    """Whether some steps keep nothing of the one before, and all others are as asked; and how often that is."""
    forgotten = []
    for walk, whole, bare in zip(walks, right, without, strict=True):
        as_asked, alone = _are(walk, whole), _are(walk, bare)
        if not (as_asked | alone).all():
            return None
        forgotten.append(np.flatnonzero(~as_asked))
    if sum(map(len, forgotten)) < _FEWEST or sum(walk.count - 1 for walk in walks) < 2 * _FEWEST:
        return None
    periods = {int(each[0]) for each in forgotten if len(each)}
    (period, *others) = periods
    regular = not others and all(
        np.array_equal(each, np.arange(period, walk.count, period)) for each, walk in zip(forgotten, walks, strict=True)
    )
    if not regular:
        return Described(Family.MEMORY, FoundBy.PATH_RULE, slot="forgets_at_times")
    if period < 2:  # nothing is kept at all
        return None
    return Described(Family.MEMORY, FoundBy.PATH_RULE, (Piece(str(period)),), slot="forgets_every")


def _are(walk: Walk, made: Array) -> NDArray[np.bool_]:
    """Which steps of a walk are those."""
    close = np.abs(made - walk.moves) <= _EXACT * walk.size
    return np.asarray(close.all(axis=1))


# --- cut at a size --------------------------------------------------------------------------------------------------


def _cut_each(walks: Sequence[Walk], right: Moves) -> float | None:
    """What no coordinate of a step exceeds."""
    bound = max(float(np.abs(walk.moves).max()) for walk in walks)
    made = [np.clip(each, -bound, bound) for each in right]
    return _bound(walks, bound, made, [np.abs(each).max(axis=1) for each in right])


def _cut_length(walks: Sequence[Walk], right: Moves) -> float | None:
    """What no step exceeds in length."""
    bound = max(float(np.linalg.norm(walk.moves, axis=1).max()) for walk in walks)
    lengths = [np.linalg.norm(each, axis=1) for each in right]
    shares = [np.minimum(1, bound / np.maximum(each, 1e-300)) for each in lengths]
    return _bound(walks, bound, [each * share[:, None] for each, share in zip(right, shares, strict=True)], lengths)


def _rate_cut(walks: Sequence[Walk], right: Moves) -> float | None:
    """What no rate of a schedule exceeds, where each step goes by one."""
    if any(walk.schedule is None for walk in walks):
        return None
    asked = [numbers_of_steps([walk])["schedule(t)"][0] for walk in walks]
    shares = [_shares(walk, each) for walk, each in zip(walks, right, strict=True)]
    bound = max(float((rates * share).max()) for rates, share in zip(asked, shares, strict=True))
    cut = [np.minimum(1, bound / rates) for rates in asked]
    return _bound(walks, bound, [each * share[:, None] for each, share in zip(right, cut, strict=True)], asked)


def _shares(walk: Walk, right: Array) -> Array:
    """How long each step is, as a share of the one that was asked for."""
    lengths = np.linalg.norm(right, axis=1)
    return np.asarray(np.linalg.norm(walk.moves, axis=1) / np.maximum(lengths, 1e-300))


def _kept_within(walks: Sequence[Walk], right: Moves) -> float | None:
    """What no coordinate of a point after the start exceeds."""
    return _bounded(walks, right, lambda point, bound: np.clip(point, -bound, bound), np.abs)


def _kept_below(walks: Sequence[Walk], right: Moves) -> float | None:
    """What no coordinate of a point after the start is above."""
    return _bounded(walks, right, np.minimum, np.asarray)


def _kept_above(walks: Sequence[Walk], right: Moves) -> float | None:
    """What no coordinate of a point after the start is below."""
    least = _bounded(walks, right, lambda point, bound: np.maximum(point, -bound), np.negative)
    return None if least is None else -least


def _bounded(
    walks: Sequence[Walk], right: Moves, kept: Callable[[Array, float], Array], size: Callable[[Array], Array]
) -> float | None:
    bound = max(float(size(walk.path[1:]).max()) for walk in walks)
    ends = [walk.path[:-1] + each for walk, each in zip(walks, right, strict=True)]
    made = [kept(end, bound) - walk.path[:-1] for walk, end in zip(walks, ends, strict=True)]
    return _bound(walks, bound, made, [size(end).max(axis=1) for end in ends])


def _bound(walks: Sequence[Walk], bound: float, made: Moves, sizes: Sequence[Array]) -> float | None:
    """The bound, if it makes every step what it is, cuts a few, and is a number that somebody may have written."""
    short = float(f"{bound:.{_DIGITS}g}")
    if abs(bound - short) > 1e-9 * abs(bound):
        return None
    cut = sum(int((size > bound + _EXACT * abs(bound)).sum()) for size in sizes)
    whole = all(_are(walk, each).all() for walk, each in zip(walks, made, strict=True))
    return short if whole and cut >= _FEWEST else None


_BENT: Mapping[str, Callable[[Sequence[Walk], Moves], float | None]] = {
    "rate_cut": _rate_cut,
    "cut_each": _cut_each,
    "cut_length": _cut_length,
    "kept_within": _kept_within,
    "kept_below": _kept_below,
    "kept_above": _kept_above,
}
