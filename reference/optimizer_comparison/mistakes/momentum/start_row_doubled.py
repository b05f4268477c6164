"""The start stands in the path twice and the last point is missing.

loses: velocity_update
hint: Compare your rows 0 and 1: has anything moved?
second hint: First the velocity, then the move by the new velocity, then append: row 1 is the point after one update.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        trajectory.append(x)
        v = alpha * v - lr * grad(x)
        x = x + v
    return np.array(trajectory)
