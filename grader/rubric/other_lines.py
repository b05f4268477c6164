"""What a line of a picture is, where it is not the path that was asked for: more of it, less, in another order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grader.tolerance import Tolerance

Array = NDArray[np.float64]

_FEWEST = 2  # points of a path that show that a line follows it
_MOST_BESIDE = 20  # points that a line may have more


def told_instead(lines: Sequence[Array], path: Array, allowed: Tolerance) -> tuple[str, ...]:
    """A name of `words.differences.PICTURED_INSTEAD`, or nothing; lines and path have shape (n, 2)."""
    for name, is_so in (("exchanged", _is_exchanged), ("part of it", _is_part), ("goes on", _goes_on)):
        if any(is_so(line, path, allowed) for line in lines):
            return (name,)
    steps = np.arange(len(path))
    if np.array_equal(path[:, 0], steps):
        return _told_of_values(lines, path)
    if any(np.array_equal(line[:, 0], steps) for line in lines):
        return ("against steps",)
    return ("another order",) if any(_is_in_another_order(line, path, allowed) for line in lines) else ()


def _told_of_values(lines: Sequence[Array], path: Array) -> tuple[str, ...]:
    for name, is_so in (("logarithms", _is_logarithm), ("smallest so far", _is_lowest), ("in order", _is_sorted)):
        if any(is_so(line, path) for line in lines):
            return (name,)
    return ()


def _is_exchanged(line: Array, path: Array, allowed: Tolerance) -> bool:
    return len(line) == len(path) and _holds(line[:, ::-1], path, allowed)


def _is_part(line: Array, path: Array, allowed: Tolerance) -> bool:
    places = range(len(path) - len(line) + 1) if _FEWEST <= len(line) < len(path) else ()
    return any(_holds(line, path[place : place + len(line)], allowed) for place in places)


def _goes_on(line: Array, path: Array, allowed: Tolerance) -> bool:
    more = len(line) - len(path)
    places = range(more + 1) if len(path) >= _FEWEST and 0 < more <= _MOST_BESIDE else ()
    return any(_holds(line[place : place + len(path)], path, allowed) for place in places)


def _is_in_another_order(line: Array, path: Array, allowed: Tolerance) -> bool:
    return len(line) == len(path) and _holds(line[np.lexsort(line.T)], path[np.lexsort(path.T)], allowed)


def _is_logarithm(line: Array, path: Array) -> bool:
    if len(line) != len(path):
        return False
    with np.errstate(all="ignore"):
        logarithms = [np.column_stack([path[:, 0], of(path[:, 1])]) for of in (np.log10, np.log)]
    return any(_holds(line, each, Tolerance.of_columns(each)) for each in logarithms if np.isfinite(each).all())


def _is_lowest(line: Array, path: Array) -> bool:
    return len(line) == len(path) and _has_values(line, path, np.minimum.accumulate(path[:, 1]))


def _is_sorted(line: Array, path: Array) -> bool:
    in_order = np.sort(path[:, 1])
    return len(line) == len(path) and any(_has_values(line, path, each) for each in (in_order, in_order[::-1]))


def _has_values(line: Array, path: Array, values: Array) -> bool:
    return _holds(line, np.column_stack([path[:, 0], values]), Tolerance.of_columns(path))


def _holds(line: Array, path: Array, allowed: Tolerance) -> bool:
    return bool(allowed.holds(line, path).all())
