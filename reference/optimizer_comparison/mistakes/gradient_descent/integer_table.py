"""The path is walked in decimals but written down in whole numbers.

loses: descent_from_integers
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: `np.zeros_like(start)` and a dtype taken from the start make a table of integers: ask for
    `dtype=float`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory, dtype=np.array(start).dtype)
