"""A gradient longer than one is cut to length one.

loses: steepest_descent_update, simultaneous_update
hint: Compare the first step, where the gradient is long, with the last ones, where it is short.
second hint: Nothing is clipped in plain gradient descent: `lr * grad(x)`, however long it is.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        x = x - lr * g / max(1.0, np.linalg.norm(g))
        trajectory.append(x)
    return np.array(trajectory)
