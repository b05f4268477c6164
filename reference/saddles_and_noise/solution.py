"""How gradient descent leaves a saddle, and why it may never do so."""

import numpy as np


def noisy_descent(grad, start, lr, steps, noise):
    """Gradient descent whose gradient of step t is off by row t of the noise."""
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * (grad(x) + noise[t])
        trajectory.append(x)
    return np.array(trajectory)


def steps_to_escape(trajectory, saddle, radius):
    """The first row outside the ball around the saddle; None if all are inside."""
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - saddle, axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) if len(outside) else None


def predicted_escape(lr, curvature, offset, radius):
    """The smallest n with |offset| (1 - lr*curvature)^n > radius; from the saddle itself there is none."""
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius:
        size *= 1 - lr * curvature
        n += 1
    return n
