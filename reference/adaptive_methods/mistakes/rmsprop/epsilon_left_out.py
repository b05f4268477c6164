"""Epsilon is left out.

loses: rmsprop_epsilon
hint: What becomes of a coordinate whose gradient is exactly zero?
second hint: The scale is `np.sqrt(average) + eps`; it also keeps zero from being divided by zero.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / np.sqrt(average)
        trajectory.append(x)
    return np.array(trajectory)
