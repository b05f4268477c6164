"""Gradient descent, momentum and Adam on quadratic bowls.

Fill in the functions; keep their names and the names of their parameters.

`grad` is a function: it takes a point, an array of shape (d,), and returns the gradient there, shape (d,).
An optimizer returns its whole trajectory, an array of shape (steps + 1, d): row 0 is the start, row t the
point after t updates.  `start` may be a list, an array of integers or of floats, and is left as it was.
"""

import numpy as np  # noqa: F401 - for you to use


def gradient_descent(grad, start, lr, steps):
    """Walk downhill with the learning rate lr.

    Returns the trajectory, shape (steps + 1, d).
    """
    raise NotImplementedError


def momentum(grad, start, lr, steps, alpha=0.9):
    """Roll downhill with a velocity that is zero at first and keeps the part alpha of itself in every step.

    Returns the trajectory, shape (steps + 1, d): the points, without the velocities.
    """
    raise NotImplementedError


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    """Walk downhill with two bias-corrected moments of the gradient; eps stands outside the root.

    Returns the trajectory, shape (steps + 1, d).
    """
    raise NotImplementedError


def condition_number(hessian):
    """Compare the steepest curvature with the flattest.

    `hessian` is a symmetric positive definite matrix, shape (d, d), d >= 1.  Returns a float, at least 1.
    """
    raise NotImplementedError


def steps_to_converge(trajectory, minimum, tol):
    """Find the first row from which the trajectory stays within tol of the minimum.

    `trajectory` has shape (n, d), `minimum` has shape (d,); distance is Euclidean, and exactly tol is within.
    Returns the index of that row, an int counted from 0, or None if the last row is outside or there is no row.
    """
    raise NotImplementedError


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    """Run the three optimizers on 0.5 (x - minimum)' H (x - minimum) and count the steps of each.

    `hessian` has shape (d, d), `minimum` and `start` have shape (d,) and may be lists; `lrs` is a dict with the
    learning rate of each optimizer under the name of its function.  Returns a dict with the same three names,
    "gradient_descent", "momentum" and "adam"; each value is what `steps_to_converge` says, an int or None.
    """
    raise NotImplementedError
