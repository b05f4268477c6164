"""The start stands in the path twice and the last point is missing.

loses: steepest_descent_update
hint: Compare your rows 0 and 1: has anything moved?
second hint: Append after the update, not before it: row 1 is the point after one update.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        trajectory.append(x)
        x = x - lr * grad(x)
    return np.array(trajectory)
