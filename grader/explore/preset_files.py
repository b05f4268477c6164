"""`presets.toml` of an assignment, read and checked.

docs/reference/presets-toml.md explains the keys, each of which is a field of `_Said`.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.course.assignment import Assignment
from grader.course.staff_files import staff_text
from grader.course.toml_trouble import trouble_in
from grader.errors import AssignmentError
from grader.explore.knobs import KNOBS, NAMED
from grader.explore.presets import TURNED_BOWL, Preset, Recipe, Setting
from grader.landscapes import Landscape, named

FILE = "presets.toml"

_ID = re.compile(r"[a-z][a-z0-9_]{0,40}")
_MOST_WALKS = 4  # in one picture; more cannot be told apart
_TRIES = 2

_Written = str | dict[str, str | float]  # a landscape's name, or a table with its name and parameters


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of one `[[preset]]`."""

    id: str
    title: str
    functions: list[str]
    landscape: _Written
    starts: list[list[float]]
    window: list[list[float]]  # of each parameter the lowest and the highest that is drawn
    lr: float
    steps: int
    tries: list[str]
    misleads: str
    beside: _Written | None = None
    place: int = 100  # in the list: lower numbers stand first
    adam_lr: float | None = None
    momentum: float | None = None
    noise: float = 0.0
    seed: int = 0
    without_noise: bool = False
    shift: float | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    preset: list[_Said]


def presets_of(assignments: Iterable[Assignment]) -> tuple[Preset, ...]:
    """The presets of some assignments, by their places.  Raises `AssignmentError` for one that cannot be shown."""
    found: dict[str, tuple[int, Preset]] = {}
    for assignment in assignments:
        path = assignment.folder / FILE
        for said in _read(path).preset if path.is_file() else ():
            if said.id in found:
                twin = found[said.id][1].assignment
                raise _broken(path, f"has a preset {said.id!r}, as {twin} has", "give it another id")
            found[said.id] = said.place, _checked(path, said, assignment.id)
    return tuple(preset for _, preset in sorted(found.values(), key=lambda each: each[0]))


def _read(path: Path) -> _File:
    try:
        text = staff_text(path)
        return msgspec.convert(tomllib.loads(text), _File)
    except tomllib.TOMLDecodeError as trouble:
        raise _broken(path, f"is no valid TOML: {trouble}", "mend that line") from None
    except msgspec.ValidationError as trouble:
        names = ", ".join(_Said.__struct_fields__)
        raise _broken(path, trouble_in(text, trouble, _File), f"a preset has the keys {names}") from None


def _checked(path: Path, said: _Said, assignment: str) -> Preset:
    """A preset that can be shown."""
    where = f"has a preset {said.id!r} "
    recipe, first = _recipe(path, where, said.landscape)
    beside, second = (None, None) if said.beside is None else _recipe(path, where, said.beside)
    surfaces = [first] if second is None else [first, second]
    for is_wrong, what, remedy in _faults(said, {surface.dimension for surface in surfaces}, len(surfaces)):
        if is_wrong:
            raise _broken(path, where + what, remedy)
    starts = tuple(map(tuple, said.starts))
    preset = Preset(
        id=said.id,
        assignment=assignment,
        title=said.title,
        functions=tuple(said.functions),
        recipe=recipe,
        beside=beside,
        window=tuple((low, high) for low, high in said.window),
        setting=_setting(said, recipe, starts),
        knobs=_knobs(said, recipe),
        without_noise=said.without_noise,
        tries=tuple(said.tries),
        misleads=said.misleads,
    )
    for name in preset.knobs:
        value = getattr(preset.setting, name)
        if NAMED[name].bounded(value) != value:
            raise _broken(path, f"{where}whose {name} {value:g} cannot be moved to", "take one within its bounds")
    return preset


def _faults(said: _Said, dimensions: set[int], surfaces: int) -> Iterator[tuple[bool, str, str]]:
    """What may be wrong with a preset: whether it is, what, and what to do.  Each builds on those before it."""
    yield not _ID.fullmatch(said.id), "whose id is no name", "use lower-case letters, digits and underscores"
    is_flat = len(dimensions) == 1 and dimensions <= {1, 2}
    yield not is_flat, "whose landscapes cannot be drawn in one picture", "take such of one or two parameters"
    (dimension,) = dimensions
    fits = len(said.window) == dimension and all(len(each) == 2 and each[0] < each[1] for each in said.window)
    yield not fits, "whose window does not fit", "give each parameter [lowest, highest]"
    inside = all(_is_inside(start, said.window) for start in said.starts)
    yield not said.starts or not inside, "with a start outside of its window", f"give each {dimension} numbers inside"
    is_told = len(said.tries) == _TRIES and bool(said.misleads)
    yield not is_told, "without its words", "say two things to try, and one that misleads"
    walks = len(said.functions) * len(said.starts) * (1 + said.without_noise) * surfaces
    yield not 0 < walks <= _MOST_WALKS, f"of {walks} paths", f"show 1 to {_MOST_WALKS} in one picture"


def _is_inside(start: Sequence[float], window: Sequence[Sequence[float]]) -> bool:
    return len(start) == len(window) and all(low <= x <= high for x, (low, high) in zip(start, window, strict=True))


def _recipe(path: Path, where: str, said: _Written) -> tuple[Recipe, Landscape]:
    name, parameters = (said, {}) if isinstance(said, str) else (said.get("name"), {**said})
    parameters.pop("name", None)
    try:
        landscape = named(str(name), parameters)
    except ValueError as trouble:
        raise _broken(path, f"{where}on no landscape: {trouble}", "name one of those") from None
    return (str(name), {key: float(value) for key, value in parameters.items()}), landscape


def _setting(said: _Said, recipe: Recipe, starts: tuple[tuple[float, ...], ...]) -> Setting:
    shape = recipe[1]
    return Setting(
        lr=said.lr,
        adam_lr=said.lr if said.adam_lr is None else said.adam_lr,
        momentum=said.momentum or 0.0,
        condition_number=shape.get("condition_number", 10.0),
        angle=round(math.degrees(shape.get("angle", 0.0)), 6),
        steps=float(said.steps),
        noise=said.noise,
        seed=float(said.seed),
        shift=said.shift or 0.0,
        starts=starts,
    )


def _knobs(said: _Said, recipe: Recipe) -> tuple[str, ...]:
    """What can be moved: what this demonstration depends on."""
    turned = recipe[0] == TURNED_BOWL
    noisy = len(said.window) > 1 or said.noise > 0
    shown = {
        "lr": True,
        "adam_lr": said.adam_lr is not None,
        "momentum": said.momentum is not None,
        "condition_number": turned,
        "angle": turned,
        "steps": True,
        "noise": noisy,
        "seed": noisy,
        "shift": said.shift is not None,
    }
    return tuple(knob.name for knob in KNOBS if shown[knob.name])


def _broken(path: Path, what: str, remedy: str) -> AssignmentError:
    return AssignmentError(f"assignments/{path.parent.name}/{FILE} {what}", remedy=remedy)
