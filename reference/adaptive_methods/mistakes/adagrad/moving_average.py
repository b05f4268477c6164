"""The squares are averaged instead of summed: this is RMSProp.

loses: squares_add_up
hint: Is your first move as long as lr in each coordinate?
second hint: AdaGrad forgets nothing: `total = total + g**2`.
convention: This is RMSProp: it forgets old gradients. Already its first move is longer, by 1 / sqrt(1 -
    gamma).
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = 0.9 * total + 0.1 * g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
