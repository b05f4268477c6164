"""What is run for a picture: each function on each landscape from each start, as calls of student code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader import schedules
from grader.explore.presets import TURNED_BOWL, Preset, Setting
from grader.landscapes import Landscape, named, noisy
from grader.records import Call
from grader.sandbox import values

_HARMONIC = 0.1  # of the schedule that falls: after ten steps half of the first rate is left


class Walk(msgspec.Struct, frozen=True):
    """One path that is asked for.  `schedule` names the one that is handed over; empty where none is."""

    function: str
    landscape: Landscape
    start: tuple[float, ...]
    lr: float
    noise: float
    schedule: str = ""
    on_second: bool = False  # the landscape beside the first


def landscapes_of(preset: Preset, setting: Setting) -> tuple[Landscape, ...]:
    """The surfaces of a picture, in the shape that is set."""
    return tuple(_shaped(recipe, setting) for recipe in (preset.recipe, preset.beside) if recipe is not None)


def _shaped(recipe: tuple[str, Mapping[str, float]], setting: Setting) -> Landscape:
    name, parameters = recipe
    if name != TURNED_BOWL:
        return named(name, parameters)
    shape = {"condition_number": setting.condition_number, "angle": math.radians(setting.angle)}
    return named(name, {**parameters, **shape})


def walks_of(preset: Preset, setting: Setting) -> tuple[Walk, ...]:
    """Every path of a picture, in the order of its legend."""
    sizes = (0.0, setting.noise) if preset.without_noise else (setting.noise,)
    return tuple(
        Walk(
            function=function,
            landscape=landscape,
            start=start,
            lr=setting.adam_lr if function.startswith("adam") else setting.lr,
            noise=noise,
            schedule=schedule,
            on_second=number > 0,
        )
        for function, schedule in _functions(preset)
        for number, landscape in enumerate(landscapes_of(preset, setting))
        for start in setting.starts
        for noise in sizes
    )


def _functions(preset: Preset) -> list[tuple[str, str]]:
    """Name and schedule: `descend_with_schedule:harmonic` is run with a rate that falls."""
    return [(name, schedule) for name, _, schedule in (each.partition(":") for each in preset.functions)]


def call_of(walk: Walk, setting: Setting, parameters: Sequence[str]) -> Call:
    """The question to a student's function that has these parameters; those that are not known here keep defaults."""
    asks_for_noise = "noise" in parameters
    noise_inside = walk.noise and not asks_for_noise
    surface = noisy(walk.landscape, walk.noise, int(setting.seed)) if noise_inside else walk.landscape
    start: object = np.array(walk.start) if "grad" in parameters else walk.start[0]
    known: dict[str, object] = {
        "grad": surface.gradient,
        "start": start,
        "lr": walk.lr,
        "steps": int(setting.steps),
        "alpha": setting.momentum,
        "momentum": setting.momentum,
        "schedule": _schedule(walk),
    }
    if asks_for_noise:
        known["noise"] = _rows_of_noise(walk, setting)
    keywords = {name: known[name] for name in parameters if name in known}
    return Call(walk.function, values.encode_arguments([], keywords))


def _rows_of_noise(walk: Walk, setting: Setting) -> NDArray[np.float64]:
    """What each gradient is off by, shape (steps, d), by the draw that is set."""
    drawn = np.random.default_rng(int(setting.seed)).standard_normal((int(setting.steps), len(walk.start)))
    return walk.noise * drawn


def _schedule(walk: Walk) -> schedules.Schedule:
    if walk.schedule == "harmonic":
        return schedules.harmonic(walk.lr, _HARMONIC)
    return schedules.constant(walk.lr)
