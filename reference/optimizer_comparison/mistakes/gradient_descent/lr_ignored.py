"""The learning rate that was given is not used.

loses: steepest_descent_update, simultaneous_update
hint: Run the function with two learning rates and compare the paths.
second hint: Use the parameter `lr` in the update, and no number of your own.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - 0.1 * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
