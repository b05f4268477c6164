"""Epsilon is added under the root.

loses: adagrad_epsilon
hint: Run it with a large eps, such as 0.5: with the tiny default this part of the formula cannot be seen.
second hint: Take the root first: `np.sqrt(total) + eps`.
convention: Optax puts eps under the root. At eps = 1e-8 nobody sees the difference; with a larger eps, or
    gradients near its size, the steps differ.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / np.sqrt(total + eps)
        trajectory.append(x)
    return np.array(trajectory)
