"""Nesterov's momentum, AdaGrad, RMSProp, AdamW and AMSGrad.

Fill in the functions; keep their names and the names of their parameters.

`grad` is a function: it takes a point, an array of shape (d,), and returns the gradient there, shape (d,).
Each function returns its whole trajectory, an array of shape (steps + 1, d): row 0 is the start, row t the
point after t updates.  `start` may be a list, an array of integers or of floats, and is left as it was.
"""

import numpy as np  # noqa: F401 - for you to use


def nesterov(grad, start, lr, steps, alpha=0.9):
    """Roll with a velocity whose gradient is taken where that velocity leads: at x + alpha * v.

    Returns the trajectory, shape (steps + 1, d): the points x, not those that look ahead.
    """
    raise NotImplementedError


def adagrad(grad, start, lr, steps, eps=1e-8):
    """Divide each coordinate's step by the root of the sum of all its squared gradients; eps stands outside the root.

    Returns the trajectory, shape (steps + 1, d).
    """
    raise NotImplementedError


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    """Divide each coordinate's step by the root of a moving average of its squared gradients, without correction.

    Returns the trajectory, shape (steps + 1, d).
    """
    raise NotImplementedError


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    """Shrink the old point by lr * weight_decay, then take Adam's bias-corrected step.

    Returns the trajectory, shape (steps + 1, d).
    """
    raise NotImplementedError


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    """Take Adam's step with the largest raw second moment so far, corrected after the largest was taken.

    Returns the trajectory, shape (steps + 1, d).
    """
    raise NotImplementedError
