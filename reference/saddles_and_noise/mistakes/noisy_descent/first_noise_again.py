"""Every step uses the first row of the noise.

loses: noise_is_part_of_the_gradient
hint: Which row of the noise has your second step?
second hint: Use `noise[t]`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * (grad(x) + noise[0])
        trajectory.append(x)
    return np.array(trajectory)
