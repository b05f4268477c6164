"""The gradient is taken behind the point instead of ahead of it.

loses: look_ahead
hint: Does x + v or x - v lie ahead, with your sign of v?
second hint: The velocity is added in the move, so it is added in the look ahead too: `x + alpha * v`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x - alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
