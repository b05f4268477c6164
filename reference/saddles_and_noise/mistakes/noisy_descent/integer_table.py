"""The path is written down in whole numbers when the start is.

loses: any_start
hint: Try a start of integers: do your rows have decimals?
second hint: Ask for `dtype=float`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - lr * (grad(x) + noise[t])
        trajectory.append(x)
    return np.array(trajectory, dtype=np.array(start).dtype)
