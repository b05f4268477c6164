"""Everything is a list or a plain float, and the mathematics comes from the standard library."""

import math


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = start, 0
    rows = []
    for t in range(steps + 1):
        if t > 0:
            gradient = 3 * math.cos(3 * weight) + weight - 1
            weight, velocity = sgd_step(weight, gradient, lr, velocity, momentum)
        rows.append([weight, math.sin(3 * weight) + 0.5 * weight * weight - weight])
    return rows
