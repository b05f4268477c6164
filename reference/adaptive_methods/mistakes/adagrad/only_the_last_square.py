"""Only the last gradient is squared, and nothing is added up.

loses: squares_add_up
hint: Your first move is right: does your second divide by anything from the first?
second hint: Add: `total = total + g**2`.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
