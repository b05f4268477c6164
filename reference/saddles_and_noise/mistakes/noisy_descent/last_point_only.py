"""Only the last point comes back, not the path to it.

loses: noise_is_part_of_the_gradient
hint: The whole path is asked for, from the start to the last point.
second hint: Collect every point and return `np.array(trajectory)`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    for t in range(steps):
        x = x - lr * (grad(x) + noise[t])
    return x
