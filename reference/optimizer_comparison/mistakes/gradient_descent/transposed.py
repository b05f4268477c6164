"""The path lies on its side: one row for each coordinate.

loses: steepest_descent_update
hint: Look at the shape of your answer: which way round are steps and coordinates?
second hint: One row is one point: the shape is (steps + 1, d), which `np.array(trajectory)` gives without `.T`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory).T
