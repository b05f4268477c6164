"""Alpha is always 0.9, whatever was given.

loses: velocity_update, velocity_is_carried_over
hint: Run the function with two values of alpha and compare the paths.
second hint: Use the parameter: `v = alpha * v - lr * grad(x)`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = 0.9 * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
