"""The noise is not used.

loses: noise_is_part_of_the_gradient
hint: Does your path depend on the noise?
second hint: Add row t to the gradient of step t.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
