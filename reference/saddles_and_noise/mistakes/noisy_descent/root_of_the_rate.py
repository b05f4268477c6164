"""The noise is multiplied by the root of the rate.

loses: noise_is_part_of_the_gradient
hint: Make lr four times as large: how much more noise is in a step?
second hint: The rate multiplies gradient and noise alike.
convention: In stochastic differential equations noise grows like the root of the time step. Here noise is
    part of the gradient.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * grad(x) - np.sqrt(lr) * noise[t]
        trajectory.append(x)
    return np.array(trajectory)
