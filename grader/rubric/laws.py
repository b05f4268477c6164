"""Laws that need no reference: how the answer must change when the question is turned, shifted, reordered or scaled.

Each asks the same function twice and holds the second answer against the first one, moved.  A path that never leaves
the start keeps most of them: what they judge builds on a criterion with a reference, by `after`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.landscapes import Landscape, moved
from grader.landscapes.moved import Moved
from grader.records import Difference, DifferenceKind
from grader.rubric import comparison
from grader.rubric.assertions import Lost, assert_close, assert_trajectory
from grader.tolerance import RELATIVE

Array = NDArray[np.float64]
Ask = Callable[..., Any]


def assert_rotation(
    ask: Ask, *, landscape: Landscape, start: ArrayLike, angle: float, tolerance: float = RELATIVE, **rest: Any
) -> None:
    """On a landscape of two parameters turned by `angle` radians, the path is the same one, turned.

    Holds for gradient descent and momentum; not for methods that treat each coordinate by itself, as Adam.
    """
    turn = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    _assert_moves_along(ask, landscape, moved(landscape, matrix=turn), start, tolerance, rest)


def assert_shift(
    ask: Ask, *, landscape: Landscape, start: ArrayLike, by: ArrayLike, tolerance: float = RELATIVE, **rest: Any
) -> None:
    """On a landscape shifted `by`, from a start that is shifted as well, the path is the same one, shifted."""
    _assert_moves_along(ask, landscape, moved(landscape, shift=by), start, tolerance, rest)


def assert_permutation(
    ask: Ask, *, landscape: Landscape, start: ArrayLike, order: Sequence[int], tolerance: float = RELATIVE, **rest: Any
) -> None:
    """With the coordinates in another order, the columns of the path come in that order."""
    matrix = np.eye(landscape.dimension)[list(order)]
    _assert_moves_along(ask, landscape, moved(landscape, matrix=matrix), start, tolerance, rest)


def assert_scaling(
    ask: Ask,
    *,
    landscape: Landscape,
    start: ArrayLike,
    factor: float,
    lr: float,
    tolerance: float = RELATIVE,
    **rest: Any,
) -> None:
    """On a landscape `factor` times as high, with a learning rate divided by it, the path is the same one.

    Holds for gradient descent and momentum.
    """
    first = _path(ask(grad=landscape.gradient, start=_as_list(start), lr=lr, **rest))
    higher = moved(landscape, height=factor)
    second = ask(grad=higher.gradient, start=_as_list(start), lr=lr / factor, **rest)
    assert_trajectory(second, first, tolerance=tolerance)


def assert_linearity(
    ask: Ask,
    *,
    argument: str,
    first: ArrayLike,
    second: ArrayLike,
    factors: tuple[float, float] = (2.0, -3.0),
    tolerance: float = RELATIVE,
    **rest: Any,
) -> None:
    """The answer to a sum of two vectors with factors is the sum of the answers with these factors."""
    ours = [_numbers(ask(**{argument: _as_list(each), **rest})) for each in (first, second)]
    if ours[0].shape != ours[1].shape:
        raise Lost(Difference(DifferenceKind.SHAPE, got=str(ours[1].shape), want=str(ours[0].shape)))
    a, b = factors
    together = a * np.asarray(first, dtype=np.float64) + b * np.asarray(second, dtype=np.float64)
    parts = [a * ours[0], b * ours[1]]
    size = max(float(np.abs(part).max(initial=0.0)) for part in parts)
    assert_close(ask(**{argument: _as_list(together), **rest}), parts[0] + parts[1], tolerance=tolerance, scale=size)


def _assert_moves_along(
    ask: Ask, landscape: Landscape, other: Moved, start: ArrayLike, tolerance: float, rest: dict[str, Any]
) -> None:
    first = _path(ask(grad=landscape.gradient, start=_as_list(start), **rest))
    if first.shape[1] != landscape.dimension:
        wanted = str((len(first), landscape.dimension))
        raise Lost(Difference(DifferenceKind.SHAPE, got=str(first.shape), want=wanted))
    second = ask(grad=other.gradient, start=_as_list(other.place_of(start)), **rest)
    assert_trajectory(second, other.place_of(first), tolerance=tolerance)


def _path(answer: object) -> Array:
    """The first answer as a finite path; `Lost` where it is none, since nothing can be held against it then."""
    numbers = _numbers(answer)
    if numbers.ndim != 2 or not numbers.size:
        raise Lost(Difference(DifferenceKind.SHAPE, got=str(numbers.shape), want="(steps + 1, d)"))
    return numbers


def _numbers(answer: object) -> Array:
    numbers = comparison.as_numbers(answer)
    if isinstance(numbers, Difference):
        raise Lost(numbers)
    if not np.isfinite(numbers).all():
        raise Lost(Difference(DifferenceKind.NOT_SO))
    return numbers


def _as_list(numbers: ArrayLike) -> Any:
    """Lists, so that a call is shown as people write it."""
    return np.asarray(numbers, dtype=np.float64).tolist()
