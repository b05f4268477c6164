"""All rows of the path are the same array, which ends up at the last point.

loses: steepest_descent_update
hint: Look at the first row of your answer: is it still the start?
second hint: An update in place changes the array that is already stored: write `x = x - ...`, or append
    `x.copy()`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
