"""Critical points: derivatives from values of the loss, and what the eigenvalues of the Hessian say.

Fill in the functions; keep their names and the names of their parameters.

`loss` is a function: it takes a point, an array of shape (d,), and returns a number.  `point` may be a list, an array
of integers or of floats, and is left as it was.  `hessian` is a symmetric matrix, an array of shape (d, d).
"""

import numpy as np  # noqa: F401 - for you to use


def numerical_gradient(loss, point, h):
    """Find the slope along each coordinate from the losses at a distance h on both sides.

    Returns an array of shape (d,).
    """
    raise NotImplementedError


def numerical_hessian(loss, point, h):
    """Find the second derivatives from losses at a distance h.

    Returns an array of shape (d, d).
    """
    raise NotImplementedError


def curvature(hessian, direction):
    """Find the second derivative along a direction, an array of shape (d,) of any length but zero.

    Returns a number.
    """
    raise NotImplementedError


def classify(hessian, tol):
    """Tell what a critical point is by the eigenvalues of its Hessian; those within tol of zero count as zero.

    Returns "minimum", "maximum", "saddle" or "degenerate".
    """
    raise NotImplementedError


def escape_direction(hessian):
    """Find the direction in which the loss falls fastest from a critical point.

    Returns an array of shape (d,) and of length one, or None where no eigenvalue is negative.
    """
    raise NotImplementedError


def share_of_minima(dimension):
    """Tell how many of all critical points are minima if each eigenvalue is positive or negative by the toss of a coin.

    Returns a number between 0 and 1.
    """
    raise NotImplementedError


def estimated_share(dimension, samples, seed):
    """Draw random symmetric matrices, and find how many of them have positive eigenvalues only.

    Returns a number between 0 and 1.
    """
    raise NotImplementedError
