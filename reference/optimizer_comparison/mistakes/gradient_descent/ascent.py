"""The step goes uphill, along the gradient.

loses: steepest_descent_update, simultaneous_update
hint: Does the loss fall from row to row?
second hint: The gradient points uphill, so it is subtracted: `x = x - lr * grad(x)`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x + lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
