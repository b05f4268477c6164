"""The step goes up the gradient.

loses: squares_are_forgotten
hint: Is the loss of your row 1 lower than that of row 0?
second hint: The gradient points uphill: subtract the step.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x + lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
