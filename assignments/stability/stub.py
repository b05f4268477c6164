"""How long a step of gradient descent may be, and what a path does.

Fill in the functions; keep their names and the names of their parameters.

`hessian` is a symmetric positive definite matrix, an array of shape (d, d): the curvatures of a bowl.
"""

import numpy as np  # noqa: F401 - for you to use


def largest_stable_rate(hessian):
    """Find the learning rate below which gradient descent converges on the bowl.

    Returns a number.
    """
    raise NotImplementedError


def best_rate(hessian):
    """Find the learning rate at which the slowest direction of gradient descent is as fast as it can be.

    Returns a number.
    """
    raise NotImplementedError


def contraction(hessian, lr, alpha):
    """Find the factor by which momentum's slowest direction shrinks in a step, in the long run; alpha may be 0.

    Returns a number, above 1 where the path diverges.
    """
    raise NotImplementedError


def stable_interval(x):
    """Find the rates for which a path that is close to x stays there, in a valley of x**4 - 2 x**2 + x / 2.

    Returns the lowest and the highest rate, or None where the loss does not curve up.
    """
    raise NotImplementedError


def behaviour(trajectory, minimum, tol):
    """Tell what a path does, by its distances from the minimum and by how often it changes sides.

    `trajectory` has shape (n, d), n >= 2, `minimum` has shape (d,).
    Returns "converges", "diverges", "oscillates" or "crawls".
    """
    raise NotImplementedError
