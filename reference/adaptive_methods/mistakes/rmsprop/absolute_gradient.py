"""The average is one of the gradient's size instead of its square.

loses: squares_are_forgotten
hint: Make the loss ten times as steep: does your first move change?
second hint: Square it: `(1 - gamma) * g**2`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * np.abs(g)
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
