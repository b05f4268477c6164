"""Demonstrations to begin from, and the numbers of one that are moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from grader.explore.knobs import NAMED

TURNED_BOWL = "quadratic"  # the landscape whose shape can be moved
Recipe = tuple[str, Mapping[str, float]]  # what `landscapes.named` makes a surface of


class Setting(msgspec.Struct, frozen=True):
    """The numbers of one picture.  `angle` is in degrees; `starts` holds a point of the landscape for each."""

    lr: float
    adam_lr: float
    momentum: float
    condition_number: float
    angle: float
    steps: float
    noise: float
    seed: float
    shift: float
    starts: tuple[tuple[float, ...], ...]


class Preset(msgspec.Struct, frozen=True):
    """A demonstration: what is run on what, with which numbers, and what there is to see.

    `recipe` names the landscape and its parameters; `beside` a second one that the same is run on.
    """

    id: str
    assignment: str
    title: str
    functions: tuple[str, ...]
    recipe: Recipe
    beside: Recipe | None
    window: tuple[tuple[float, float], ...]
    setting: Setting
    knobs: tuple[str, ...]
    without_noise: bool  # each is run a second time without noise
    tries: tuple[str, ...]
    misleads: str

    @property
    def dimension(self) -> int:
        """Number of parameters."""
        return len(self.window)


def setting_of(preset: Preset, told: Mapping[str, object]) -> Setting:
    """The preset's numbers, but for those that are told: known ones, within their bounds.  All else is passed over."""
    values: dict[str, object] = {}
    for name in preset.knobs:
        value = NAMED[name].bounded(told.get(name))
        if value is not None:
            values[name] = value
    starts = told.get("starts")
    if isinstance(starts, list):
        values["starts"] = _starts(preset, starts)
    return replace(preset.setting, **values)


def _starts(preset: Preset, told: Sequence[object]) -> tuple[tuple[float, ...], ...]:
    """Starts within the window; the preset's own in the place of what is none."""
    found = []
    for own, start in zip(preset.setting.starts, [*told, *([None] * len(preset.setting.starts))], strict=False):
        numbers = start if isinstance(start, list) and len(start) == preset.dimension else []
        held = [_within(value, bounds) for value, bounds in zip(numbers, preset.window, strict=False)]
        found.append(tuple(value for value in held if value is not None) if held and None not in held else own)
    return tuple(found)


def _within(value: object, bounds: tuple[float, float]) -> float | None:
    if type(value) not in (int, float) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN
        return None
    return min(max(float(value), bounds[0]), bounds[1])
