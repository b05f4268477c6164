"""Noise added step by step in a filled table, distances row by row, and the prediction by logarithms."""

import math


def noisy_descent(grad, start, lr, steps, noise):
    rows = np.empty((steps + 1, len(start)))
    rows[0] = start
    for t, off in enumerate(noise[:steps]):
        rows[t + 1] = rows[t] - lr * grad(rows[t]) - lr * off
    return rows


def steps_to_escape(trajectory, saddle, radius):
    for i, row in enumerate(trajectory):
        if math.dist(row, saddle) > radius:
            return i
    return None


def predicted_escape(lr, curvature, offset, radius):
    if not offset:
        return None
    steps = math.log(radius / abs(offset)) / math.log1p(-lr * curvature)
    return max(0, math.floor(steps) + 1)
