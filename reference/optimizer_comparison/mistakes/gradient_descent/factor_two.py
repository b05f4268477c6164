"""Every step is twice as long as it should be.

loses: steepest_descent_update, simultaneous_update
hint: Compare the length of your first step with lr times the gradient at the start.
second hint: grad(x) is the whole gradient already; no factor 2 from a derivative is left to add.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - 2 * lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
