"""Landscapes of a course's own: classes in a `landscapes.py`, which travels as bytes beside the recipes that name it.

A class there is a landscape where it has `dimension`, `value(x)` and `gradient(x)`; `hessian(x)` and `minima` are as it
likes.  Parameters of its constructor have defaults, and are numbers or lists of numbers.  A recipe holds the file's
digest, the class's name and the parameters, so that it can never mean another file than it was made from.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import numpy as np

from grader.landscapes.base import MAX_DIMENSION, Array, Landscape, as_lists, number

FILE = "landscapes.py"

_MAX_NUMBERS = 10_000  # in one parameter
_NEAR = 1e-5  # how far a Hessian's differences reach, as a share of the point's size

# Digest → name → class, for each file that was taken in.  What is under a digest never changes.
_TAKEN_IN: dict[str, dict[str, type]] = {}


def take_in(source: bytes, name: str = FILE) -> str:
    """Run a file of landscapes, once in a process, and give its digest.  Raises whatever it raises."""
    digest = hashlib.sha256(source).hexdigest()[:16]
    if digest not in _TAKEN_IN:
        module = ModuleType("landscapes")
        exec(compile(source, name, "exec", dont_inherit=True), vars(module))  # noqa: S102 - the instructor's own file
        _TAKEN_IN[digest] = {key: each for key, each in vars(module).items() if _is_landscape(each, module.__name__)}
    return digest


def classes(digest: str) -> Mapping[str, type]:
    """The landscapes of a file that was taken in, by name."""
    return _TAKEN_IN[digest]


def _is_landscape(value: object, module: str) -> bool:
    named = isinstance(value, type) and value.__module__ == module and not value.__name__.startswith("_")
    return named and hasattr(value, "value") and hasattr(value, "gradient")


@dataclass(frozen=True, repr=False)
class _Own(Landscape):
    kind: ClassVar[str] = "own"

    digest: str
    name: str
    parameters: tuple[tuple[str, object], ...]

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{name}={as_lists(value)!r}' for name, value in self.parameters)})"

    @cached_property
    def _surface(self) -> Any:
        found = _TAKEN_IN.get(self.digest, {}).get(self.name)
        if found is None:
            raise ValueError(f"the landscape {self.name} stands in a file that is not here, or that has changed")
        return found(**{name: as_lists(value) for name, value in self.parameters})

    @cached_property
    def dimension(self) -> int:
        if self.name not in _TAKEN_IN.get(self.digest, {}):
            return 0  # of an old grade, say, whose file has changed: nothing can be drawn of it
        return int(self._surface.dimension)

    @property
    def minima(self) -> tuple[Array, ...]:
        return tuple(np.array(point, dtype=np.float64) for point in getattr(self._surface, "minima", ()))

    @property
    def minimum(self) -> Array | None:
        return min(self.minima, key=self.value, default=None)

    def _values(self, points: Array) -> Array:
        return np.array([float(self._surface.value(point.copy())) for point in points])

    def _gradient(self, point: Array) -> Array:
        slope = np.array(self._surface.gradient(point.copy()), dtype=np.float64)
        if slope.shape != point.shape:
            raise ValueError(f"the gradient of {self.name} has shape {slope.shape} at a point of shape {point.shape}")
        return slope

    def _hessian(self, point: Array) -> Array:
        if hasattr(self._surface, "hessian"):
            return np.array(self._surface.hessian(point.copy()), dtype=np.float64)
        step = _NEAR * (1 + float(np.abs(point).max()))
        rows = [self._gradient(point + side) - self._gradient(point - side) for side in step * np.eye(len(point))]
        differences = np.array(rows) / (2 * step)
        symmetric: Array = (differences + differences.T) / 2
        return symmetric


class Own:
    """The landscapes of an assignment and its course, as functions that make them: `own(__file__).monkey_saddle()`."""

    def __init__(self, made_by: Mapping[str, Callable[..., Landscape]]) -> None:
        self._made_by = made_by

    def __getattr__(self, name: str) -> Callable[..., Landscape]:
        if name not in self._made_by:
            known = ", ".join(self._made_by) or "none"
            raise AttributeError(f"there is no landscape {name} in {FILE}; there are: {known}")
        return self._made_by[name]

    def __dir__(self) -> list[str]:
        return sorted(self._made_by)


def own(rubric: str) -> Own:
    """The landscapes that stand beside a rubric, or one folder above it for the whole course.

    Called as `own(__file__)`.  Raises `FileNotFoundError` where there is no such file.
    """
    folder = Path(rubric).resolve().parent
    files = [path for path in (folder.parent / FILE, folder / FILE) if path.is_file()]
    if not files:
        raise FileNotFoundError(f"there is no {FILE} in {folder} or in {folder.parent}")
    made_by: dict[str, Callable[..., Landscape]] = {}
    for path in files:
        digest = take_in(path.read_bytes(), str(path))
        made_by |= {name: partial(_made, digest, name) for name in classes(digest)}
    return Own(made_by)


def _made(digest: str, name: str, **parameters: object) -> Landscape:
    known = inspect.signature(classes(digest)[name]).parameters
    unknown = [given for given in parameters if given not in known]
    if unknown:
        raise ValueError(f"the landscape {name} has no parameter {unknown[0]!r}: it has {', '.join(known) or 'none'}")
    return _Own(digest, name, tuple((each, _parameter(each, parameters[each])) for each in sorted(parameters)))


def _parameter(name: str, value: object) -> object:
    """A number, or lists of numbers as tuples."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        numbers = tuple(_parameter(name, item) for item in value)
        if np.size(np.array(numbers, dtype=object)) > _MAX_NUMBERS:
            raise ValueError(f"{name} of a landscape has at most {_MAX_NUMBERS} numbers")
        return numbers
    return value if type(value) is int else number(value, name)


def build_own(digest: object, name: object, parameters: object) -> Landscape:
    """From what a recipe says, where its file was taken in; ValueError for what it may not say."""
    pairs: list[Any] = parameters if type(parameters) is list else [None]
    if type(digest) is not str or type(name) is not str or len(pairs) > MAX_DIMENSION:
        raise ValueError("a landscape of a course's own is written as digest, name and parameters")
    if any(type(pair) is not list or len(pair) != 2 or type(pair[0]) is not str for pair in pairs):
        raise ValueError("parameters of a landscape are pairs of a name and a value")
    return _Own(digest, name, tuple((key, _parameter(key, value)) for key, value in pairs))
