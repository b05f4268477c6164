"""The velocity is only used to look ahead and not carried over.

loses: look_ahead
hint: Does your ball keep any speed once the slope is gone?
second hint: The new velocity is `alpha * v - lr * grad(x + alpha * v)`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = -lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
