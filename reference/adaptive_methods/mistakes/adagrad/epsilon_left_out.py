"""Epsilon is left out.

loses: adagrad_epsilon
hint: What becomes of a coordinate whose gradient is exactly zero?
second hint: The scale is `np.sqrt(total) + eps`; it also keeps zero from being divided by zero.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / np.sqrt(total)
        trajectory.append(x)
    return np.array(trajectory)
