"""What a roster's column `accommodations` gives: extra time for every assignment, among whatever else stands there."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_EXTRA = re.compile(r"\+\s*(?P<count>\d{1,4})\s*(?P<unit>d|days?|h|hours?)\b", re.IGNORECASE)


class ExtraTime(NamedTuple):
    """So many days, by the clock on the wall, or hours."""

    number: int
    unit: Literal["day", "hour"]


def extra_time(accommodations: str) -> ExtraTime | None:
    """The first extra time that is named, as in "+2 days" or "+12 hours"."""
    found = _EXTRA.search(accommodations)
    if found is None:
        return None
    return ExtraTime(int(found["count"]), "day" if found["unit"][0].lower() == "d" else "hour")
