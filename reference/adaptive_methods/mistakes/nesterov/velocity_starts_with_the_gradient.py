"""The velocity begins as a step downhill instead of at rest.

loses: look_ahead
hint: How fast is the ball before its first step?
second hint: Begin at rest: `v = np.zeros_like(x)`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = -lr * grad(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
