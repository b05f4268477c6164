"""The step goes up the gradient.

loses: squares_add_up
hint: Is the loss of your row 1 lower than that of row 0?
second hint: The gradient points uphill: subtract the step.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x + lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
