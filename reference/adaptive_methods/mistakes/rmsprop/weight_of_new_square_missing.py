"""The average takes the new square whole, without 1 - gamma.

loses: squares_are_forgotten
hint: With a constant gradient, does your average tend to its square?
second hint: The new square has the rest of the weight: `(1 - gamma) * g**2`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
