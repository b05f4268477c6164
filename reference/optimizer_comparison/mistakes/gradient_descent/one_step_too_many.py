"""The path is one update longer than was asked for.

loses: steepest_descent_update
hint: Count the updates your loop makes when steps is 1.
second hint: The start is stored before the loop, so the loop runs `steps` times: `for _ in range(steps):`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps + 1):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
