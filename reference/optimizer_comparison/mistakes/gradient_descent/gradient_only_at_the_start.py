"""The gradient is computed once and never again.

loses: steepest_descent_update, simultaneous_update
hint: Is your path a straight line?
second hint: The slope changes along the way: call `grad(x)` inside the loop, at the present point.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    g = grad(x)
    for _ in range(steps):
        x = x - lr * g
        trajectory.append(x)
    return np.array(trajectory)
