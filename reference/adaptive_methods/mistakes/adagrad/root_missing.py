"""The step is divided by the sum itself, without the root.

loses: squares_add_up
hint: Make the loss ten times as steep: does your first move change?
second hint: Take the root of the sum: `np.sqrt(total) + eps`.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (total + eps)
        trajectory.append(x)
    return np.array(trajectory)
