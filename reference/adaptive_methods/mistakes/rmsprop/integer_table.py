"""The path is walked in decimals but written down in whole numbers.

loses: rmsprop_takes_any_start
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: `np.zeros_like(start)` and a dtype taken from the start make a table of integers: ask for
    `dtype=float`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory, dtype=np.array(start).dtype)
