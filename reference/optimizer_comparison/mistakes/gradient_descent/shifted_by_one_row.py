"""The path has the right length but begins after the first update.

loses: steepest_descent_update
hint: Compare your row 0 with the start.
second hint: Row 0 is the start: store it before the loop, and make `steps` updates rather than one more.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for _ in range(steps + 1):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
