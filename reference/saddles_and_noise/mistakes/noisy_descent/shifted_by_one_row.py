"""The path has the right length but ends one update early, with the start doubled.

loses: noise_is_part_of_the_gradient
hint: Compare your rows 0 and 1: has the point moved?
second hint: Store the start once, and then each point after its update.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        trajectory.append(x)
        x = x - lr * (grad(x) + noise[t])
    return np.array(trajectory)
