"""All coordinates have the same noise.

loses: noise_is_part_of_the_gradient
hint: Is your noise a number or a vector?
second hint: Use the whole row.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * (grad(x) + noise[t][0])
        trajectory.append(x)
    return np.array(trajectory)
