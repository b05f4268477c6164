"""The path is walked in decimals but written down in whole numbers.

loses: adagrad_takes_any_start
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: `np.zeros_like(start)` and a dtype taken from the start make a table of integers: ask for
    `dtype=float`.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory, dtype=np.array(start).dtype)
