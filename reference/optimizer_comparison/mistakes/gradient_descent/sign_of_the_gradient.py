"""Only the signs of the gradient are used, not its size.

loses: steepest_descent_update, simultaneous_update
hint: Measure your steps along each coordinate: should they not shrink where the bowl gets flatter?
second hint: Use the gradient as it is, without `np.sign`: `lr * grad(x)`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * np.sign(grad(x))
        trajectory.append(x)
    return np.array(trajectory)
