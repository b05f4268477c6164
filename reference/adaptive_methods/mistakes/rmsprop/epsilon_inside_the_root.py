"""Epsilon is added under the root.

loses: rmsprop_epsilon
hint: Run it with a large eps, such as 0.5: with the tiny default this part of the formula cannot be seen.
second hint: Take the root first: `np.sqrt(average) + eps`.
convention: Optax's default puts eps under the root. At eps = 1e-8 nobody sees the difference; with a larger
    eps, or gradients near its size, the steps differ.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / np.sqrt(average + eps)
        trajectory.append(x)
    return np.array(trajectory)
