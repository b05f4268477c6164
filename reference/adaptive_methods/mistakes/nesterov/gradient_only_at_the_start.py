"""The gradient is computed once and never again.

loses: look_ahead
hint: What does your function know of the slope at row 1?
second hint: The slope changes along the way: call `grad` inside the loop, at the present point.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    g = grad(x)
    for _ in range(steps):
        v = alpha * v - lr * g
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
