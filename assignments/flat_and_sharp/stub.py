"""How sharp a minimum is, and what that costs when data shift.

Fill in the functions; keep their names and the names of their parameters.
"""

import numpy as np  # noqa: F401 - for you to use


def sharpness(hessian):
    """Measure how sharp a minimum is in two ways; `hessian` is a symmetric matrix, an array of shape (d, d).

    Returns two numbers, the trace and the largest eigenvalue.
    """
    raise NotImplementedError


def power_iteration(hessian_vector, start, steps):
    """Find the largest eigenvalue of a Hessian that is known only by its products.

    `hessian_vector` is a function: it takes a vector v, an array of shape (d,), and returns H v, shape (d,).  `start`
    may be a list or an array, is not zero, and is left as it was.  Returns the eigenvalue, a number, and the vector of
    length one after `steps` steps, shape (d,).
    """
    raise NotImplementedError


def loss_under_shift(curvature, shift):
    """Find what it costs to stay where a minimum of loss zero was, once it has moved by `shift`.

    Both are numbers.  Returns a number.
    """
    raise NotImplementedError
