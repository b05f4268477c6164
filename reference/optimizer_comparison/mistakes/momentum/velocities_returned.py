"""The velocities come back instead of the points.

loses: velocity_update, velocity_is_carried_over
hint: Compare your row 0 with the start.
second hint: Append the point after each update, `trajectory.append(x)`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [v]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(v)
    return np.array(trajectory)
