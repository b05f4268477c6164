"""The point after the last update is not part of the path.

loses: squares_add_up
hint: Every update makes one row, and the start is a row of its own: how many rows are due?
second hint: Store the start before the loop and append after each update, so that `steps` updates leave
    `steps + 1` rows.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = []
    for _ in range(steps):
        trajectory.append(x)
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (np.sqrt(total) + eps)
    return np.array(trajectory)
