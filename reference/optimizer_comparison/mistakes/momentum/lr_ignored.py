"""The learning rate that was given is not used.

loses: velocity_update, velocity_is_carried_over
hint: Run the function with two learning rates and compare the paths.
second hint: Use the parameter `lr` in the velocity, and no number of your own.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - 0.01 * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
