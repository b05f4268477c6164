"""All rows of the path are the same array, which ends up at the last point.

loses: squares_are_forgotten
hint: Look at the first row of your answer: is it still the start?
second hint: An update in place changes the array that is already stored: write `x = x - step`, or append
    `x.copy()`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x -= lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
