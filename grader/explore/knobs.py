"""The numbers that can be moved: their names in a link, and from where to where each goes."""

from __future__ import annotations

import math

import msgspec


class Knob(msgspec.Struct, frozen=True):
    """A number with its bounds.  `log` is moved by factors instead of steps; `whole` has no fractions."""

    name: str
    low: float
    high: float
    step: float
    log: bool = False
    whole: bool = False

    def bounded(self, value: object) -> float | None:
        """The number within the bounds; None for what is no finite number."""
        if type(value) not in (int, float) or not isinstance(value, int | float) or not math.isfinite(value):
            return None
        inside = min(max(float(value), self.low), self.high)
        return float(round(inside)) if self.whole else inside


KNOBS = (
    Knob("lr", 0.001, 1.0, 0.001, log=True),
    Knob("adam_lr", 0.001, 1.0, 0.001, log=True),
    Knob("momentum", 0.0, 0.99, 0.01),
    Knob("condition_number", 1.0, 1000.0, 0.1, log=True),
    Knob("angle", -90.0, 90.0, 1.0),  # degrees
    Knob("steps", 0.0, 200.0, 1.0, whole=True),
    Knob("noise", 0.0, 1.0, 0.01),
    Knob("seed", 0.0, 99.0, 1.0, whole=True),
    Knob("shift", -0.5, 0.5, 0.01),
)
NAMED = {knob.name: knob for knob in KNOBS}
