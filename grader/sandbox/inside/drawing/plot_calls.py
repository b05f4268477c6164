"""How a call of `plot` is read: which lines it names, and whether their points are joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NO_LINE = ("", " ", "none", "None")
_MARKERS = frozenset(".,ov^<>12348spP*hH+xXDd|_")


def pairs(given: tuple[object, ...], data: object = None) -> list[tuple[object, object, str]]:
    """The x, y and format of each line that a call of `plot` names; x is None where it is left to be counted.

    With `data`, what is named in it stands for its numbers.
    """
    found: list[tuple[object, object, str]] = []
    waiting: list[object] = []
    for each in (*(_looked_up(one, data) for one in given), ""):
        if isinstance(each, str):
            x = waiting[:-1] or [None]
            found += [(x[0], waiting[-1], each)] if waiting else []
            waiting = []
        elif len(waiting) == 2:
            found.append((waiting[0], waiting[1], ""))
            waiting = [each]
        else:
            waiting.append(each)
    return found


def _looked_up(given: object, data: Any) -> object:
    if data is None or not isinstance(given, str):
        return given
    try:
        return data[given]
    except (KeyError, ValueError, IndexError, TypeError):
        return given


def are_joined(style: str, how: Mapping[str, object]) -> bool:
    """Whether a line goes through the points, by a format such as "o-" and by what else is said of it."""
    chosen = how.get("linestyle", how.get("ls", style))
    if how.get("linewidth", how.get("lw")) == 0 or how.get("visible") is False:
        return False
    if chosen is not style:
        return is_style_of_line(chosen)
    is_colour = style.startswith(("#", "tab:", "C")) or (len(style) > 2 and style.isalpha())
    return "-" in style or ":" in style or is_colour or _MARKERS.isdisjoint(style)


def is_style_of_line(style: object) -> bool:
    """Whether a style joins the points at all."""
    return not (isinstance(style, str) and style in _NO_LINE)
