"""The step is divided by the number of coordinates.

loses: steepest_descent_update, simultaneous_update
hint: Compare the length of your first step with lr times the gradient at the start.
second hint: No average over coordinates is taken: the step is `lr * grad(x)`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * grad(x) / len(x)
        trajectory.append(x)
    return np.array(trajectory)
