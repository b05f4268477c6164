"""All rows of the path are the same array, which ends up at the last point.

loses: look_ahead
hint: Look at the first row of your answer: is it still the start?
second hint: An update in place changes the array that is already stored: write `x = x - step`, or append
    `x.copy()`.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x += v
        trajectory.append(x)
    return np.array(trajectory)
