"""The steps carry a velocity: this is momentum, not gradient descent.

loses: steepest_descent_update, simultaneous_update
hint: Your first step is right: what does the second one remember?
second hint: Plain gradient descent has no memory: `x = x - lr * grad(x)`, and nothing else.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = 0.9 * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
