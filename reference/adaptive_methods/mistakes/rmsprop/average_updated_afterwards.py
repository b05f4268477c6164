"""The average is updated after the step, so each step divides by an older one.

loses: squares_are_forgotten
hint: What is your first step divided by?
second hint: Update the average with this gradient first, then step.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        x = x - lr * g / (np.sqrt(average) + eps)
        average = gamma * average + (1 - gamma) * g**2
        trajectory.append(x)
    return np.array(trajectory)
