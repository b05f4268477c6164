"""The square is added after the step, so each step divides by the squares before it.

loses: squares_add_up
hint: What is your first step divided by?
second hint: Add the square of this gradient first, then step.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        x = x - lr * g / (np.sqrt(total) + eps)
        total = total + g**2
        trajectory.append(x)
    return np.array(trajectory)
