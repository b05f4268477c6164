"""The names of the tiers, as options take them; what each promises is in `sandbox/tiers.py`."""

from __future__ import annotations

from enum import StrEnum


class Isolation(StrEnum):
    """How far student code is kept apart, strongest first; `auto` takes the strongest that works."""

    AUTO = "auto"
    STRICT = "strict"
    STANDARD = "standard"
    NONE = "none"


ISOLATIONS = [tier.value for tier in Isolation]
