"""Which numbers a formula may be told with: those that somebody writes down, and none that calls happen to come to."""

from __future__ import annotations

_LARGEST = 1000  # of whole numbers
_PARTS = (2, 3, 4, 6, 8)  # of a simple fraction
_DIGITS = 2  # of a number that is no simple fraction
_FINEST = 1e-12
_KNOWN = (3.14, 3.141, 3.1415, 3.1416, 3.14159, 3.141593, 2.718, 2.71828, 2.718282, 0.999, 0.9999)


def is_plain(value: float) -> bool:
    """Whether a number is a whole one, a simple fraction, a power of ten or a constant that everybody knows."""
    size = abs(value)
    if not size < _LARGEST:
        return size == _LARGEST
    by_tens = _digits(size) == 1 and f"{size:.0e}".startswith("1")
    return by_tens or any(_near(size, known) for known in _KNOWN) or any(_whole(size * parts) for parts in (1, *_PARTS))


def is_written(value: float) -> bool:
    """Whether a number is plain, or so short that a person may have written it down: 0.85, and 1 - 0.85."""
    return is_plain(value) or min(_digits(abs(value)), _digits(abs(1 - abs(value)))) <= _DIGITS


def _whole(size: float) -> bool:
    return round(size) >= 1 and _near(size, round(size))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * abs(other)


def _digits(size: float) -> int:
    """How many of its digits tell something."""
    if size < _FINEST:
        return 1
    return len(f"{size:.5e}".partition("e")[0].replace(".", "").rstrip("0"))
