"""Only the last point comes back, not the path to it.

loses: steepest_descent_update
hint: The whole path is asked for, from the start to the last point.
second hint: Collect every point in a list and return `np.array(trajectory)`, shape (steps + 1, d).
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    for _ in range(steps):
        x = x - lr * grad(x)
    return x
