"""The start is not part of the path.

loses: steepest_descent_update
hint: Count the rows: how many points are there before the first update, and how many after the last?
second hint: Row 0 is the start itself: begin with `trajectory = [x]` before the loop.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for _ in range(steps):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
