"""The path has the right length but begins after the first update.

loses: squares_add_up
hint: Compare your row 0 with the start.
second hint: Row 0 is the start: store it before the loop, and make `steps` updates rather than one more.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = []
    for _ in range(steps + 1):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
