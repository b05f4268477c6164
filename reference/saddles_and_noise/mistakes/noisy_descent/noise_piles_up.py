"""The noise of all steps so far is added.

loses: noise_is_part_of_the_gradient
hint: How much noise has your second step?
second hint: Each step has its own row alone.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * (grad(x) + np.sum(noise[: t + 1], axis=0))
        trajectory.append(x)
    return np.array(trajectory)
