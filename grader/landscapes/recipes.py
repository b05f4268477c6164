"""Landscapes as data, and by name: what is written down of one, and how it is built again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.landscapes.base import Landscape
from grader.landscapes.curves import quartic, sine
from grader.landscapes.data_losses import build_least_squares, build_logistic
from grader.landscapes.linear_networks import build_linear_network
from grader.landscapes.moved import build_moved
from grader.landscapes.noise import noisy
from grader.landscapes.own_file import build_own
from grader.landscapes.quadratics import (
    build_quadratic,
    build_turned_bowl,
    convex_bowl,
    elongated_bowl,
    flat_minimum,
    narrow_valley,
    quadratic,
    saddle,
    sharp_minimum,
    skewed_bowl,
)
from grader.landscapes.valleys import beale, himmelblau, rosenbrock, saddle_with_valleys


def named(name: object, parameters: Mapping[str, object] | None = None) -> Landscape:
    """The surface of this name, for files that people write: `named("quadratic", {"condition_number": 10})`.

    ValueError, with a sentence that says which names or parameters there are, for anything else.
    """
    if type(name) is not str or name not in _NAMED:
        shown = f"called {name!r}" if type(name) is str else "whose name is no text"
        raise ValueError(f"there is no landscape {shown}; there are: {', '.join(_NAMED)}")
    build, ranges = _NAMED[name]
    known = f"it has {', '.join(ranges)}" if ranges else "it has none"
    for key, value in (parameters or {}).items():
        if key not in ranges:
            raise ValueError(f"the landscape {name} has no parameter {key!r}: {known}")
        least, most = ranges[key]
        if type(value) not in (int, float) or not least <= value <= most:  # type: ignore[operator] # by exact type
            shown = repr(value) if type(value) in (int, float, bool) else "something else"
            raise ValueError(f"{key} of the landscape {name} is a number from {least:g} to {most:g}, not {shown}")
    return build(**(parameters or {}))


def to_data(landscape: Landscape) -> list[object]:
    """Write the recipe down as lists, numbers and strings: `[kind, parameter, …]`."""
    return landscape.recipe()


def from_data(data: object) -> Landscape:
    """Build the landscape that `to_data` wrote down.

    The data may come from anywhere: ValueError, with a sentence, unless they are exactly such a recipe.
    """
    if type(data) is not list or not data or type(data[0]) is not str:
        raise ValueError("a landscape is written as a list that begins with its kind")
    kind, *parameters = data
    if kind not in _BUILDERS:
        raise ValueError(f"there is no landscape of this kind; there are: {', '.join(_BUILDERS)}")
    expected, build = _BUILDERS[kind]
    if len(parameters) != expected:
        raise ValueError(f"a landscape of the kind {kind} has {expected} parameters, not {len(parameters)}")
    return build(*parameters)


# Kind: how many parameters its recipe has, and what checks them and builds the surface.
_BUILDERS: dict[str, tuple[int, Callable[..., Landscape]]] = {
    "quadratic": (2, build_quadratic),
    "turned_bowl": (4, build_turned_bowl),
    "sine": (0, sine),
    "quartic": (0, quartic),
    "rosenbrock": (2, rosenbrock),
    "himmelblau": (0, himmelblau),
    "beale": (0, beale),
    "saddle_with_valleys": (2, saddle_with_valleys),
    "least_squares": (2, build_least_squares),
    "logistic": (3, build_logistic),
    "linear_network": (2, build_linear_network),
    "moved": (4, lambda matrix, shift, height, recipe: build_moved(matrix, shift, height, from_data(recipe))),
    "noisy": (3, lambda size, seed, recipe: noisy(from_data(recipe), size, seed)),
    "own": (3, build_own),
}

# Name: the surface, and from where to where each of its parameters goes.  Within these a picture of it says something.
_NAMED: dict[str, tuple[Callable[..., Landscape], dict[str, tuple[float, float]]]] = {
    "convex_bowl": (convex_bowl, {}),
    "narrow_valley": (narrow_valley, {}),
    "elongated_bowl": (elongated_bowl, {"a": (0.01, 1000)}),
    "skewed_bowl": (skewed_bowl, {}),
    "saddle": (saddle, {}),
    "sine": (sine, {}),
    "quartic": (quartic, {}),
    "sharp_minimum": (sharp_minimum, {}),
    "flat_minimum": (flat_minimum, {}),
    "rosenbrock": (rosenbrock, {"a": (0.1, 3), "b": (1, 1000)}),
    "himmelblau": (himmelblau, {}),
    "beale": (beale, {}),
    "saddle_with_valleys": (saddle_with_valleys, {"across": (0.01, 100), "depth": (0.01, 100)}),
    "quadratic": (quadratic, {"condition_number": (1, 1000), "angle": (-7, 7), "scale": (0.001, 1000)}),
}
