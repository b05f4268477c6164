"""What a roster's column `accommodations` gives: extra time for every assignment, among whatever else stands there."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Literal, NamedTuple

_EXTRA = re.compile(
    r"\+\s*(?P<count>\d{1,4})(?:[.,](?P<part>\d{1,2}))?\s*(?P<unit>d|days?|h|hours?|w|weeks?)\b", re.IGNORECASE
)
_HOURS = {"h": 1, "d": 24, "w": 168}


class ExtraTime(NamedTuple):
    """So many days, by the clock on the wall, or hours."""

    number: int
    unit: Literal["day", "hour"]


def extra_time(accommodations: str) -> ExtraTime | None:
    """The first extra time that is named, as in "+2 days", "+1 week" or "+12 hours"; parts of a day are hours."""
    found = _EXTRA.search(unicodedata.normalize("NFKC", accommodations))
    if found is None:
        return None
    unit = found["unit"][0].lower()
    if unit == "h" or found["part"]:
        return ExtraTime(math.ceil(float(f"{found['count']}.{found['part'] or 0}") * _HOURS[unit]), "hour")
    return ExtraTime(int(found["count"]) * (7 if unit == "w" else 1), "day")
