"""Alpha and 1 - alpha have changed places.

loses: look_ahead
hint: With alpha near 1, does your ball remember much or little?
second hint: Alpha is the part of the velocity that is kept: `alpha * v`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = (1 - alpha) * v - lr * grad(x + (1 - alpha) * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
