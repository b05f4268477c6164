"""The learning rate is divided by the number of the step.

loses: steepest_descent_update, simultaneous_update
hint: Your first step is right: what is different in the second?
second hint: The learning rate stays what it was: `x = x - lr * grad(x)` in every step, with no decay.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(1, steps + 1):
        x = x - lr / t * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
