"""The noise is subtracted from the gradient.

loses: noise_is_part_of_the_gradient
hint: Where the gradient is zero, which way does your step go?
second hint: Add it: `grad(x) + noise[t]`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * (grad(x) - noise[t])
        trajectory.append(x)
    return np.array(trajectory)
