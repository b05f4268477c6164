"""The squares are divided by the number of steps.

loses: squares_add_up
hint: Do your steps grow shorter although the gradient stays the same?
second hint: Divide by the root of the sum, not of the mean.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (np.sqrt(total / t) + eps)
        trajectory.append(x)
    return np.array(trajectory)
