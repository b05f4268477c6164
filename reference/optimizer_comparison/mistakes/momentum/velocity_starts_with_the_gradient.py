"""The velocity before the first step is -lr times the gradient instead of zero.

loses: velocity_update, velocity_is_carried_over
hint: Is your first step as long as lr times the gradient, or longer?
second hint: The ball starts at rest: `v = np.zeros_like(x)`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = -lr * grad(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
