"""The path has the right length but begins after the first update.

loses: look_ahead
hint: Compare your row 0 with the start.
second hint: Row 0 is the start: store it before the loop, and make `steps` updates rather than one more.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = []
    for _ in range(steps + 1):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
