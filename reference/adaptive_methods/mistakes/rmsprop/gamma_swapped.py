"""Gamma and 1 - gamma have changed places.

loses: squares_are_forgotten
hint: With gamma near 1, does your average remember much or little?
second hint: Gamma is the part of the average that is kept: `gamma * average`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = (1 - gamma) * average + gamma * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
