"""The path has the right length but begins after the first update.

loses: squares_are_forgotten
hint: Compare your row 0 with the start.
second hint: Row 0 is the start: store it before the loop, and make `steps` updates rather than one more.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = []
    for _ in range(steps + 1):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
