"""The noise is drawn anew instead of taken from the argument.

loses: noise_is_part_of_the_gradient
hint: Is your path the one with the noise that was given?
second hint: Use `noise[t]`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    rng = np.random.default_rng(0)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * (grad(x) + rng.standard_normal(len(x)))
        trajectory.append(x)
    return np.array(trajectory)
