"""The step goes up the gradient.

loses: look_ahead
hint: Is the loss of your row 1 lower than that of row 0?
second hint: The gradient points uphill: subtract the step.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v + lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
