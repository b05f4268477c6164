"""The average begins with the first square instead of zero.

loses: squares_are_forgotten
hint: Is your first move lr, or longer by 1 / sqrt(1 - gamma)?
second hint: Begin with `np.zeros_like(x)`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = grad(x) ** 2
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
