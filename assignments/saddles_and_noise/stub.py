"""How gradient descent leaves a saddle, and why it may never do so.

Fill in the functions; keep their names and the names of their parameters.
"""

import numpy as np  # noqa: F401 - for you to use


def noisy_descent(grad, start, lr, steps, noise):
    """Walk downhill by gradients that are off by a row of `noise` each, an array of shape (steps, d).

    `grad` takes a point, shape (d,), and returns the gradient there.  `start` may be a list, an array of integers or of
    floats, and is left as it was.  Returns the trajectory, shape (steps + 1, d): row 0 is the start.
    """
    raise NotImplementedError


def steps_to_escape(trajectory, saddle, radius):
    """Find the first row that is farther than radius from the saddle; distance is Euclidean.

    `trajectory` has shape (n, d), `saddle` has shape (d,).  Returns an int counted from 0, or None if there
    is no such row.
    """
    raise NotImplementedError


def predicted_escape(lr, curvature, offset, radius):
    """Predict how many steps plain gradient descent needs to be farther than radius from a saddle, along one direction.

    `curvature` is that of the direction, a negative number; `offset` is where the path begins on it, of either sign.
    Returns an int, or None if the path never leaves.
    """
    raise NotImplementedError
