"""All coordinates share one average.

loses: squares_are_forgotten
hint: Is your first move equally long in both coordinates?
second hint: Keep an average for each coordinate: `g**2` keeps the shape of g.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * np.mean(g**2)
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
