"""How numbers are written, in every sentence, table and figure alike."""

from __future__ import annotations

import math
import re

from grader.safe_text import visible

NONE = "None"
NOT_A_NUMBER = "NaN"
INFINITE = "∞"
BEYOND_MEASURE = "beyond measure"
MINUS = "\u2212"
_SHORT = 0.001  # a power of ten below it has five digits or more
_THIN_BLANK = "\u202f"
_EXPONENT = re.compile(r"e([+-])0*(\d+)")


def number(value: float | str | None, digits: int = 6) -> str:
    """A number: a real minus sign, and no more digits than are of use; `1e-8` where it is very small."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return visible(value, 80)
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return INFINITE if value > 0 else f"{MINUS}{INFINITE}"
    return _plain(f"{value:.{digits}g}")


def counted(number: int, what: tuple[str, str]) -> str:
    """A whole number with what it counts, of one and of several: `1 student`, `2 students`."""
    return f"{number} {what[number != 1]}"


def power_of_ten(value: float) -> str:
    """A number beside a logarithmic axis: `1e-4`, which is shorter than 0.0001."""
    return number(value, 5) if value >= _SHORT else _plain(f"{value:.0e}")


_HARDLY_OVER = 1.05


def times(ratio: float) -> str:
    """A distance in tolerances, or a factor, to as many digits as tell something."""
    if not math.isfinite(ratio):
        return BEYOND_MEASURE
    if 1 < ratio < _HARDLY_OVER:
        return f"{math.ceil(100 * ratio) / 100:.2f}"  # what is over a tolerance must not read as 1.0
    if ratio < 10:
        return f"{ratio:.1f}"
    return f"{ratio:,.0f}".replace(",", _THIN_BLANK) if ratio < 1e6 else _plain(f"{ratio:.0e}")


def points(value: float) -> str:
    """Points: 7, 0.5, 12.25."""
    return f"{value:.4g}"


def for_terminals(text: str) -> str:
    """The same with signs that every terminal has, and numbers that no narrow one breaks."""
    return text.replace(_THIN_BLANK, ",").replace(MINUS, "-")


def _plain(text: str) -> str:
    """Exponents as people write them, and a real minus sign."""
    if "e" in text:
        text = _EXPONENT.sub(lambda power: f"e{power[1].strip('+')}{power[2]}", text)
    return text.replace("-", MINUS)
