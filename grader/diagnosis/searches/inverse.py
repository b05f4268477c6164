"""Formulas undone: what must have stood in a place of a formula, that it came to these numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.trees import BINARY, UNARY, Tree, compute

Array = NDArray[np.float64]


def _power_of_ten(numbers: Array) -> Array:
    return np.asarray(10.0**numbers)


UNDONE: Mapping[str, Callable[[Array], Array]] = {
    "cos": np.arccos,
    "sin": np.arcsin,
    "exp": np.log,
    "log": np.exp,
    "log10": _power_of_ten,
    "sqrt": np.square,
    "neg": np.negative,
}


def left_of(op: str, wanted: Array, right: Array) -> Array | None:
    """What stands on the left of an operation, where the right is known; None where that cannot be told."""
    with np.errstate(all="ignore"):
        match op:
            case "+":
                return wanted - right
            case "-":
                return wanted + right
            case "*":
                return wanted / right
            case "/":
                return np.where(_hides(right), np.nan, wanted * right)
            case "**":
                return np.where(_hides(right), np.nan, wanted ** (1 / right))
    return None


def right_of(op: str, wanted: Array, left: Array) -> Array | None:
    """What stands on the right of an operation, where the left is known; None where that cannot be told."""
    with np.errstate(all="ignore"):
        match op:
            case "+":
                return wanted - left
            case "-":
                return left - wanted
            case "*":
                return wanted / left
            case "/":
                return left / wanted
            case "**":
                return np.where(_hides(left), np.nan, np.log(wanted) / np.log(left))
    return None


def _hides(numbers: Array) -> NDArray[np.bool_]:
    """Where anything may stand on the other side: nothing times it, or no number at all, comes to the same."""
    return np.asarray((numbers == 0) | ~np.isfinite(numbers))


Path = tuple[int, ...]


def places(whole: Tree, wanted: Array, given: Mapping[str, Array]) -> Iterator[tuple[Path, Tree, Array]]:
    """Each place of a formula with what stands there, and what must stand there instead for the wanted numbers."""
    waiting: list[tuple[Path, Tree, Array]] = [((), whole, wanted)]
    while waiting:
        path, tree, numbers = waiting.pop(0)
        yield path, tree, numbers
        if len(tree.parts) == 1 and tree.op in UNDONE:
            with np.errstate(all="ignore"):
                waiting.append(((*path, 0), tree.parts[0], UNDONE[tree.op](numbers)))
        elif len(tree.parts) == 2:
            left, right = tree.parts
            for place, inside, found in (
                (0, left, left_of(tree.op, numbers, compute(right, given))),
                (1, right, right_of(tree.op, numbers, compute(left, given))),
            ):
                if found is not None:
                    waiting.append(((*path, place), inside, found))


def forward(whole: Tree, path: Path, values: Array, given: Mapping[str, Array]) -> Array:
    """What the formula comes to with each of these values, shape (k, n), in one of its places."""
    if not path:
        return values
    first, *rest = path
    inside = forward(whole.parts[first], tuple(rest), values, given)
    parts = [inside if place == first else compute(part, given) for place, part in enumerate(whole.parts)]
    with np.errstate(all="ignore"):
        return np.asarray(BINARY[whole.op](*parts) if len(parts) == 2 else UNARY[whole.op](*parts))


def paths(tree: Tree) -> Iterator[tuple[Path, Tree]]:
    """Each place of a formula with what stands there."""
    yield (), tree
    for place, part in enumerate(tree.parts):
        yield from (((place, *path), inside) for path, inside in paths(part))


def replaced(whole: Tree, path: Path, by: Tree) -> Tree:
    """The formula with another in one of its places."""
    if not path:
        return by
    first, *rest = path
    parts = list(whole.parts)
    parts[first] = replaced(parts[first], tuple(rest), by)
    return Tree(whole.op, tuple(parts))
