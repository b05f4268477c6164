"""The walk goes up the gradient: a sign is wrong, in the velocity or where it moves the point.

loses: velocity_update, velocity_is_carried_over
hint: Does the loss fall in the first step?
second hint: Downhill is against the gradient, `v = alpha * v - lr * grad(x)`, and the point moves with the velocity,
    `x = x + v`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v + lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
