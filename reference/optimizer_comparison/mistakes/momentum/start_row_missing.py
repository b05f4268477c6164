"""The start is not part of the path.

loses: velocity_update
hint: Count the rows: how many points are there before the first update, and how many after the last?
second hint: Row 0 is the start itself: begin with `trajectory = [x]` before the loop.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = []
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
