"""The path is walked in decimals but written down in whole numbers.

loses: nesterov_takes_any_start
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: `np.zeros_like(start)` and a dtype taken from the start make a table of integers: ask for
    `dtype=float`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory, dtype=np.array(start).dtype)
