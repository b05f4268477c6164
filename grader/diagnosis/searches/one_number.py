"""Right numbers and one that stands in no argument: they are times it, more by it, or kept within it.

A margin for safety, a summand that was forgotten, a rate that is never to exceed 0.1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_EXACT = 1e-7  # of the largest right number
_SMALL = 1e-6  # what is nearer to zero has no ratio
_FEWEST = 3  # different right numbers in whose place the bound stands, or that show a factor
_DIGITS = 6


def formula_with_one_number(own: Array, right: Array, asked: str) -> str:
    """What the numbers are in terms of the right ones, called `asked`; empty where no single number makes them."""
    size = float(np.abs(right).max(initial=0.0))
    if size == 0 or np.abs(own - right).max() <= _EXACT * size:
        return ""
    return next(_formulas(own, right, asked, _EXACT * size), "")


def _formulas(own: Array, right: Array, asked: str, close: float) -> Iterator[str]:
    if (factor := _factor(own, right, close)) is not None:
        yield f"{factor} * {asked}"
    summand = float(np.median(own - right))
    if _differ(right) and _is_short(summand) and np.abs(own - right - summand).max() <= close:
        yield f"{asked} {'+' if summand > 0 else '-'} {_written(abs(summand))}"
    most = _bound(own, right, close)
    least = _bound(-own, -right, close)
    if most is not None:
        yield f"min({asked}, {_written(most)})"
    if least is not None:
        yield f"max({asked}, {_written(-least)})"
    if most is None and least is None and (both := _both_bounds(own, right, close)) is not None:
        yield f"min(max({asked}, {_written(both[0])}), {_written(both[1])})"


def _factor(own: Array, right: Array, close: float) -> str | None:
    told = np.abs(right) > _SMALL * np.abs(right).max()
    factor = float(np.median(own[told] / right[told]))
    if not _differ(right[told]) or not _is_short(factor) or np.abs(own - factor * right).max() > close:
        return None
    return _written(factor)


def _bound(own: Array, right: Array, close: float) -> float | None:
    """What no number exceeds, where others than the right ones stand at it."""
    most = float(own.max())
    cut = right > most + close
    if not _differ(right[cut]) or not _differ(right[~cut]) or not _is_short(most):
        return None
    return most if np.abs(own - np.minimum(right, most)).max() <= close else None


def _both_bounds(own: Array, right: Array, close: float) -> tuple[float, float] | None:
    least, most = float(own.min()), float(own.max())
    above, below = right > most + close, right < least - close
    within = (own > least + close) & (own < most - close)
    if not (above.any() and below.any() and within.any() and _differ(right[above | below])):
        return None
    if not (_is_short(least) and _is_short(most)):
        return None
    return (least, most) if np.abs(own - np.clip(right, least, most)).max() <= close else None


def _differ(numbers: Array) -> bool:
    return len(np.unique(numbers)) >= _FEWEST


def _is_short(value: float) -> bool:
    """Whether somebody may have written it down: no number that the calls happen to come to."""
    return abs(value - float(_written(value))) <= 1e-9 * abs(value)


def _written(value: float) -> str:
    return f"{value:.{_DIGITS}g}"
