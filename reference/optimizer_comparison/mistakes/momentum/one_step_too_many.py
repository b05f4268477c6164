"""The path is one update longer than was asked for.

loses: velocity_update
hint: Count the updates your loop makes when steps is 1.
second hint: The start is stored before the loop, so the loop runs `steps` times: `for _ in range(steps):`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps + 1):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
