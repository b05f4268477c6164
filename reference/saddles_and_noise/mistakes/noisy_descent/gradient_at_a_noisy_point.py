"""The gradient is taken at a point that is off, instead of being off itself.

loses: noise_is_part_of_the_gradient
hint: Where do you add the noise?
second hint: Take the gradient at x, then add the noise.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * grad(x + noise[t])
        trajectory.append(x)
    return np.array(trajectory)
