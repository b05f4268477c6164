"""The point after the last update is not part of the path.

loses: look_ahead
hint: Every update makes one row, and the start is a row of its own: how many rows are due?
second hint: Store the start before the loop and append after each update, so that `steps` updates leave
    `steps + 1` rows.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = []
    for _ in range(steps):
        trajectory.append(x)
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
    return np.array(trajectory)
