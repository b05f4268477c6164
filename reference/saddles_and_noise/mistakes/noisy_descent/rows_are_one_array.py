"""All rows of the path are the same array, which ends up at the last point.

loses: noise_is_part_of_the_gradient
hint: Look at the first row of your answer: is it still the start?
second hint: Write `x = x - step`, or append `x.copy()`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x -= lr * (grad(x) + noise[t])
        trajectory.append(x)
    return np.array(trajectory)
