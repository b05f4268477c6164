"""Optimizers that demonstrations show, for a pack in which no assignment asks for them."""

from __future__ import annotations

import numpy as np


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    """RMSProp without bias correction: each coordinate's step is divided by the root of its mean squared gradient."""
    points = [np.asarray(start, dtype=np.float64)]
    squares = np.zeros_like(points[0])
    for _ in range(steps):
        gradient = grad(points[-1])
        squares = gamma * squares + (1 - gamma) * gradient**2
        points.append(points[-1] - lr * gradient / (np.sqrt(squares) + eps))
    return np.array(points)
