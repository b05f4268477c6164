"""The sizes of the gradients are added up instead of their squares.

loses: squares_add_up
hint: Your first move may look odd: make the loss ten times as steep.
second hint: Square first: `total = total + g**2`.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + np.abs(g)
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
