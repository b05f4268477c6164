"""The points are cut down to whole numbers when the start is given in integers.

loses: momentum_from_integers
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: An array takes its type from what it is made of: `np.array(start, dtype=float)` holds decimals.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start)
    v = np.zeros(len(x))
    trajectory = np.zeros((steps + 1, len(x)), dtype=x.dtype)
    trajectory[0] = x
    for t in range(steps):
        v = alpha * v - lr * grad(trajectory[t])
        trajectory[t + 1] = trajectory[t] + v
    return trajectory
