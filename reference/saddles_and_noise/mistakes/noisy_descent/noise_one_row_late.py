"""The rows of the noise are used one step late.

loses: noise_is_part_of_the_gradient
hint: Which row of the noise has your first step?
second hint: Step 0 has row 0: `noise[t]`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * (grad(x) + noise[t - 1])
        trajectory.append(x)
    return np.array(trajectory)
