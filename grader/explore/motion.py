"""How a path moves, and how the rule that walks it must move there: by the eigenvalues of the Hessian.

Along an eigenvector of the eigenvalue lambda, gradient descent multiplies the distance by 1 - lr * lambda at every
step; a heavy ball by the roots of z^2 - (1 + alpha - lr * lambda) z + alpha (Polyak 1964).  What a path does is told
from its rows alone.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.explore.presets import Setting
from grader.explore.walks import Walk
from grader.landscapes import Landscape
from grader.reports.facts.heavy_ball import spectral_radius

Array = NDArray[np.float64]

_NEAR = 0.02  # of the distance at the start: nearer is arrived
_FAR = 0.3  # of it: farther, after many steps, is crawling
_STEADY = 0.01  # swings that change by less than this share in half of a path neither grow nor shrink
_PATIENCE = 20  # rows: nothing crawls before
_EDGE = 1e-9
_FARTHEST = 100.0  # from where a valley is looked for
# Functions whose rule is known, and whether it carries a velocity.
_RULES = {"gradient_descent": False, "momentum": True, "optimize_with_momentum": True}


class Behaviour(StrEnum):
    """What a path does."""

    CONVERGES = "converges"
    APPROACHES = "approaches"  # on its way
    CRAWLS = "crawls"
    OSCILLATES = "oscillates"  # for ever
    DIVERGES = "diverges"
    LEAVES = "leaves"  # a point that is no minimum
    RESTS = "rests"  # does not move
    WANDERS = "wanders"  # away, and neither for good nor back


class Motion(msgspec.Struct, frozen=True):
    """Of a path: what it does, over how many steps, from and to what distance, and how often it changed sides.

    Distances are to the minimum, or where there is none to the point of zero gradient that the landscape is about.
    `turns` counts the steps to the other side along the direction in which there are most of them.
    """

    behaviour: Behaviour
    steps: int
    first: float
    last: float
    turns: int
    target: tuple[float, ...]
    late: float  # the median distance of the last fifth


class Factor(msgspec.Struct, frozen=True):
    """Along one eigenvector: the eigenvalue, and by what the distance is multiplied at each step in the long run.

    `swings` where the path goes to and fro, `sign` -1 where it changes sides at every step.
    """

    eigenvalue: float
    size: float
    swings: bool
    sign: int


class Stability(msgspec.Struct, frozen=True):
    """What the rule does near a point: lr * lambda_max, its limit, and each direction's factor, the steepest last."""

    steepness: float
    limit: float
    alpha: float
    factors: tuple[Factor, ...]

    @property
    def slowest(self) -> float:
        """The largest factor: below 1 every start converges."""
        return max(each.size for each in self.factors)


def motion_of(rows: Array, landscape: Landscape) -> Motion | None:
    """What a path of at least two rows does; None for a shorter one."""
    if len(rows) < 2:
        return None
    target = _target(rows, landscape)
    with np.errstate(over="ignore", invalid="ignore"):
        distances = np.linalg.norm(rows - target, axis=1)
        offsets = (rows - target) @ _axes(landscape, target)
        changes = np.sum(offsets[1:] * offsets[:-1] < 0, axis=0)
    swinging = int(np.argmax(changes))
    return Motion(
        _behaviour(distances, offsets[:, swinging], int(changes[swinging]), is_valley=_is_valley(landscape, target)),
        steps=len(rows) - 1,
        first=float(distances[0]),
        last=float(distances[-1]),
        turns=int(changes[swinging]),
        target=tuple(map(float, target.tolist())),
        late=float(np.median(distances[-max(1, len(distances) // 5) :])),
    )


def stability_of(walk: Walk, setting: Setting, point: Array) -> Stability | None:
    """What the rule of a known function does near a point, shape (d,); None for another function."""
    if walk.function not in _RULES:
        return None
    alpha = setting.momentum if _RULES[walk.function] else 0.0
    eigenvalues = np.linalg.eigvalsh(walk.landscape.hessian(point)).tolist()
    return Stability(
        walk.lr * max(eigenvalues),
        2 * (1 + alpha),
        alpha,
        tuple(_factor(walk.lr, alpha, value) for value in eigenvalues),
    )


def _factor(lr: float, alpha: float, eigenvalue: float) -> Factor:
    size = spectral_radius(lr, alpha, eigenvalue)
    trace = 1 + alpha - lr * eigenvalue
    return Factor(eigenvalue, size, trace * trace < 4 * alpha, -1 if trace < 0 else 1)


def _behaviour(distances: Array, swings: Array, turns: int, *, is_valley: bool) -> Behaviour:
    """From the distance at each row, and the offset along the direction in which the path turns most often."""
    first, middle, last = distances[0], distances[len(distances) // 2], distances[-1]
    if not np.isfinite(distances).all():
        return Behaviour.DIVERGES
    if not turns and float(np.ptp(distances)) <= _EDGE * float(distances.max()):
        return Behaviour.RESTS
    if last <= _NEAR * first:
        return Behaviour.CONVERGES
    if 2 * turns >= len(swings) - 1 > 2 and (change := _change(np.abs(swings))) >= 1 - _STEADY:
        has_grown = change > 1 + _STEADY and float(np.abs(swings[-2:]).max()) > abs(float(swings[0]))
        return Behaviour.DIVERGES if has_grown else Behaviour.OSCILLATES
    if last > first * (1 + _STEADY):
        return _farther(away_still=last > middle, is_valley=is_valley)
    is_slow = last > _FAR * first and len(distances) > _PATIENCE
    return Behaviour.CRAWLS if is_slow else Behaviour.APPROACHES


def _farther(*, away_still: bool, is_valley: bool) -> Behaviour:
    """What a path does that ends farther away than it began."""
    if not away_still:
        return Behaviour.WANDERS
    return Behaviour.DIVERGES if is_valley else Behaviour.LEAVES


def _change(sizes: Array) -> float:
    """By what factor swings change over the second half of a path; two rows are one swing."""
    before, after = float(sizes[len(sizes) // 2 :][:2].max()), float(sizes[-2:].max())
    return after / before if before > 0 else 0.0


def _target(rows: Array, landscape: Landscape) -> Array:
    """What a path is measured against: the valley that it ends in, or the point that a quadratic is about."""
    end = rows[-1] if float(np.abs(rows[-1]).max()) < _FARTHEST else rows[0]  # NaN is not less
    if landscape.dimension > 1:
        minima = [each for each in landscape.minima if each.shape == end.shape]
        return min(minima, key=lambda each: float(np.linalg.norm(end - each)), default=np.zeros(landscape.dimension))
    return _settled(end, landscape)


def _settled(start: Array, landscape: Landscape) -> Array:
    """The bottom of the valley in which a point of one parameter lies: downhill by short steps, then by Newton's."""
    point = start.astype(np.float64).copy()
    for _ in range(400):
        slope, curvature = float(landscape.gradient(point)[0]), float(landscape.hessian(point)[0, 0])
        step = slope / curvature if curvature > 0 else np.sign(slope) * 0.05
        point[0] -= min(max(step, -0.05), 0.05)
        if abs(step) < 1e-12:
            break
    return point


def _is_valley(landscape: Landscape, target: Array) -> bool:
    return bool(np.linalg.eigvalsh(landscape.hessian(target))[0] > 0)


def _axes(landscape: Landscape, target: Array) -> Array:
    """The eigenvectors of the Hessian, one a column."""
    axes: Array = np.linalg.eigh(landscape.hessian(target))[1]
    return axes
