"""The points are cut down to whole numbers when the start is given in integers.

loses: descent_from_integers
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: An array takes its type from what it is made of: `np.array(start, dtype=float)` holds decimals.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start)
    trajectory = np.zeros((steps + 1, len(x)), dtype=x.dtype)
    trajectory[0] = x
    for t in range(steps):
        trajectory[t + 1] = trajectory[t] - lr * grad(trajectory[t])
    return trajectory
