"""How sharp a minimum is, and what that costs when data shift."""

import numpy as np


def sharpness(hessian):
    """The trace, the sum of all curvatures, and the largest eigenvalue, the steepest one."""
    return float(np.trace(hessian)), float(np.linalg.eigvalsh(hessian)[-1])


def power_iteration(hessian_vector, start, steps):
    """Multiply and normalise; the eigenvalue is the Rayleigh quotient of the last vector."""
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(v @ hessian_vector(v)), v


def loss_under_shift(curvature, shift):
    """The parabola 0.5 c s^2."""
    return 0.5 * curvature * shift**2
