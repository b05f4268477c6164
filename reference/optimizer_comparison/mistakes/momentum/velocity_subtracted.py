"""The velocity is subtracted from the point instead of added.

loses: velocity_update, velocity_is_carried_over
hint: Does the loss fall in the first step?
second hint: The minus stands in the velocity already: move by `x = x + v`.
same as: uphill
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x - v
        trajectory.append(x)
    return np.array(trajectory)
