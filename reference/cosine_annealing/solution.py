"""Learning-rate schedules: how long a step may be as training goes on.

A schedule maps the step t, an integer counted from 0, to a learning rate.  Gradient descent asks it once a step.
"""

import math
from collections.abc import Callable

import numpy as np


def step_decay(lr0: float, t: int, factor: float, every: int) -> float:
    """Multiply the rate by `factor` each time `every` steps are over: a staircase."""
    return lr0 * factor ** (t // every)


def exponential_decay(lr0: float, t: int, gamma: float) -> float:
    """Multiply the rate by `gamma` at every step: a geometric sequence."""
    return lr0 * gamma**t


def cosine_annealing(lr0: float, t: int, total: int) -> float:
    """Go down half a cosine wave from `lr0` at t = 0 to zero at t = total, and stay at zero."""
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * t / total))


def warmup_cosine(lr0: float, t: int, warmup: int, total: int) -> float:
    """Climb to `lr0` in `warmup` equal steps, then anneal over the steps that are left."""
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return cosine_annealing(lr0, t - warmup, total - warmup)


def descend_with_schedule(
    grad: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    schedule: Callable[[int], float],
    steps: int,
) -> np.ndarray:
    """Gradient descent whose step t uses the rate schedule(t); returns the (steps + 1, d) trajectory."""
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
