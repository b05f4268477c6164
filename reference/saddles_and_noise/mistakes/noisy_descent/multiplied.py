"""The gradient is multiplied by the noise.

loses: noise_is_part_of_the_gradient
hint: At the saddle itself, does your path move?
second hint: Add the noise to the gradient.
convention: Noise that is multiplied is zero where the gradient is, so that it leads out of no saddle.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * grad(x) * (1 + noise[t])
        trajectory.append(x)
    return np.array(trajectory)
