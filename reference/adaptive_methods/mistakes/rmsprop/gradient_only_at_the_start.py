"""The gradient is computed once and never again.

loses: squares_are_forgotten
hint: What does your function know of the slope at row 1?
second hint: The slope changes along the way: call `grad` inside the loop, at the present point.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    g = grad(x)
    for _ in range(steps):
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
