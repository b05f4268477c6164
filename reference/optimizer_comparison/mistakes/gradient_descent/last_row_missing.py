"""The point after the last update is not part of the path.

loses: steepest_descent_update
hint: Every update makes one row, and the start is a row of its own: how many rows are due?
second hint: Store the start before the loop and append after each update, so that `steps` updates leave `steps
    + 1` rows.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for _ in range(steps):
        trajectory.append(x)
        x = x - lr * grad(x)
    return np.array(trajectory)
