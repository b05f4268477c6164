"""The step comes back as a named tuple, and the rows are of a small class of their own."""

from dataclasses import dataclass
from typing import NamedTuple


class Step(NamedTuple):
    """What one step leaves."""

    weight: float
    velocity: float


@dataclass(frozen=True)
class Row:
    """One row of the path."""

    weight: float
    loss: float


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return Step(weight + new_velocity, new_velocity)


def optimize_with_momentum(start, lr, momentum, steps):
    step = Step(start, 0.0)
    rows = [Row(start, loss(start))]
    for _ in range(steps):
        step = sgd_step(step.weight, slope(step.weight), lr, step.velocity, momentum)
        rows.append(Row(step.weight, loss(step.weight)))
    return rows
