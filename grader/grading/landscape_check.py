"""Whether a course's own landscapes are what they say: gradients and Hessians against differences, minima against both.

Looked at before anything is graded, at a few points that are the same each time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.course.assignment import Assignment
from grader.errors import AssignmentError
from grader.landscapes import Landscape, own
from grader.landscapes.own_file import FILE, classes, take_in

Array = NDArray[np.float64]

_POINTS = 6
_REACH = 2.0  # of each coordinate of a point
_STEP = 1e-5
_LARGER, _SMALL = 1.25, 0.25  # by how much a parameter is taken otherwise
_OFF = 1e-3  # of the size of what is compared: differences are good to 1e-8, a wrong factor is off by 1e-1


def require_sound(assignment: Assignment) -> None:
    """Raise `AssignmentError` with the landscape, the point and both numbers where one is not what it says."""
    if not assignment.own_landscapes:
        return
    made_by = own(str(assignment.folder / FILE))
    for source in assignment.own_landscapes:
        for name, kind in classes(take_in(source)).items():
            line = getattr(kind, "__firstlineno__", 0) or kind.gradient.__code__.co_firstlineno  # type: ignore[attr-defined]
            try:
                with np.errstate(all="ignore"):  # what comes of it is looked at, and told
                    told = next(_faults_of(getattr(made_by, name), kind), "")
            except Exception as trouble:  # noqa: BLE001 - whatever the instructor's code does is told as his
                told = f"stops with {type(trouble).__name__}: {trouble}"
            if told:
                raise AssignmentError(
                    f"the landscape {name} in {FILE} of {assignment.id}, about line {line}, {told}",
                    remedy="mend it: everything that is computed on it would be wrong",
                )


def _faults_of(make: Any, kind: type) -> Iterator[str]:
    """What is wrong with it as it is made without parameters, and with each that is a number a little larger."""
    yield from _faults(make)
    for name, parameter in inspect.signature(kind).parameters.items():
        if type(parameter.default) is not float:  # a count may not be any other
            continue
        other = {name: parameter.default * _LARGER or _SMALL}
        with suppress(Exception):  # it may refuse values as it likes
            make(**other)
            for told in _faults(partial(make, **other)):
                yield f"with {name}={other[name]:g} {told}"


def _faults(make: Any) -> Iterator[str]:
    surface: Landscape = make()
    dimension = surface.dimension
    if not 1 <= dimension <= 100:
        yield f"has the dimension {dimension}, which is not 1 to 100"
        return
    chance = np.random.default_rng(7)
    for point in chance.uniform(-_REACH, _REACH, (_POINTS, dimension)):
        here = ", ".join(f"{number:.6g}" for number in point[:4].tolist())
        if not _alike(surface, make(), point):
            yield f"answers otherwise when it is asked again at ({here}): it draws chance, or remembers"
        if not (np.isfinite(surface.value(point)) and np.isfinite(surface.gradient(point)).all()):
            yield f"has no finite value and gradient at ({here})"
        yield from _derivatives(surface, point, here)
    for lowest in surface.minima:
        yield from _minimum(surface, lowest)


def _alike(first: Landscape, second: Landscape, point: Array) -> bool:
    again = [(each.value(point), each.gradient(point)) for each in (first, first, second)]
    return all(
        np.array_equal(value, again[0][0], equal_nan=True) and np.array_equal(slope, again[0][1], equal_nan=True)
        for value, slope in again
    )


def _derivatives(surface: Landscape, point: Array, here: str) -> Iterator[str]:
    slope, by_value = surface.gradient(point), _differences(surface.value, point)
    if off := _far(slope, by_value):
        yield f"has a gradient that does not fit its value: at ({here}) {off[0]:.6g}, differences give {off[1]:.6g}"
    curved, by_slope = surface.hessian(point), _differences(surface.gradient, point)
    if curved.shape != by_slope.shape:
        yield f"has a Hessian of shape {curved.shape} at a point of shape {point.shape}"
    elif off := _far(curved, by_slope):
        yield f"has a Hessian that does not fit its gradient: at ({here}) {off[0]:.6g}, differences give {off[1]:.6g}"


def _differences(function: Callable[[Array], Any], point: Array) -> Array:
    """Central differences along each coordinate."""
    rows = [np.subtract(function(point + side), function(point - side)) for side in _STEP * np.eye(len(point))]
    found: Array = np.array(rows, dtype=np.float64) / (2 * _STEP)
    return found


def _far(got: Array, want: Array) -> tuple[float, float] | None:
    """The two numbers that are farthest apart, where that is too far."""
    apart = np.abs(got - want)
    apart[~np.isfinite(apart)] = np.inf
    worst = int(apart.argmax())
    if float(apart.flat[worst]) <= _OFF * (1.0 + float(np.abs(want).max())):
        return None
    return float(got.flat[worst]), float(want.flat[worst])


def _minimum(surface: Landscape, lowest: Array) -> Iterator[str]:
    if lowest.shape != (surface.dimension,):
        yield f"names a minimum of shape {lowest.shape}"
        return
    here = ", ".join(f"{number:.6g}" for number in lowest[:4].tolist())
    size = 1.0 + float(np.abs(surface.hessian(lowest)).max())
    if np.abs(surface.gradient(lowest)).max() > _OFF * size:
        yield f"names a minimum ({here}) at which it is not flat"
    if np.linalg.eigvalsh(surface.hessian(lowest))[0] < -_OFF * size:
        yield f"names a minimum ({here}) from which it falls"
