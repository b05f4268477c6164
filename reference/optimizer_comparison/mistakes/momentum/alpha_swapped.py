"""Alpha and 1 - alpha have changed places.

loses: velocity_update, velocity_is_carried_over
hint: With alpha near 1, does your ball remember much or little?
second hint: Alpha is the part of the velocity that is kept: `alpha * v`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = (1 - alpha) * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
