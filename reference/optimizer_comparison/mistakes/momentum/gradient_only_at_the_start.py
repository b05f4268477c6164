"""The gradient is computed once and never again.

loses: velocity_update, velocity_is_carried_over
hint: Does your ball feel the far side of the bowl?
second hint: The slope changes along the way: call `grad(x)` inside the loop, at the present point.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    g = grad(x)
    for _ in range(steps):
        v = alpha * v - lr * g
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
