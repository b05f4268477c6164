"""Only the last point comes back, not the path to it.

loses: velocity_update
hint: The whole path is asked for, from the start to the last point.
second hint: Collect every point in a list and return `np.array(trajectory)`, shape (steps + 1, d).
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
    return x
