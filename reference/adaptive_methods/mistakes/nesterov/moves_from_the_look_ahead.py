"""The point moves from the look-ahead point, so that the old velocity counts twice.

loses: look_ahead
hint: Your first move is right: how often is the old velocity added in the second?
second hint: The new velocity holds alpha * v already: move from x, `x = x + v`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        ahead = x + alpha * v
        v = alpha * v - lr * grad(ahead)
        x = ahead + v
        trajectory.append(x)
    return np.array(trajectory)
