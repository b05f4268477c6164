"""The path lies on its side: one row for each coordinate.

loses: velocity_update
hint: Look at the shape of your answer: which way round are steps and coordinates?
second hint: One row is one point: the shape is (steps + 1, d), which `np.array(trajectory)` gives without `.T`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory).T
