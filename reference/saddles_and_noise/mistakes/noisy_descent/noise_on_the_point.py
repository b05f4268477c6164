"""The noise is added to the point, without the learning rate.

loses: noise_is_part_of_the_gradient
hint: Make lr zero: does your path still move?
second hint: The gradient is off, so the rate multiplies the noise too.
convention: Noise on the point itself, in a size of its own, is Langevin dynamics. In SGD the gradient is
    noisy, and the rate multiplies both.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * grad(x) + noise[t]
        trajectory.append(x)
    return np.array(trajectory)
