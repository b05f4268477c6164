"""The gradient is taken a whole velocity ahead, without alpha.

loses: look_ahead
hint: How much of the velocity survives until the next step?
second hint: Look ahead by the part that is kept: `x + alpha * v`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
