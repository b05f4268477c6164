"""The gradient is scaled to length one, so that every step is lr long.

loses: steepest_descent_update, simultaneous_update
hint: Measure the lengths of your steps: should they not shrink where the bowl gets flatter?
second hint: Use the gradient as it is, without dividing by its norm: `lr * grad(x)`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        x = x - lr * g / np.linalg.norm(g)
        trajectory.append(x)
    return np.array(trajectory)
