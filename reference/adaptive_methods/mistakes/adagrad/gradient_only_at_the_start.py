"""The gradient is computed once and never again.

loses: squares_add_up
hint: What does your function know of the slope at row 1?
second hint: The slope changes along the way: call `grad` inside the loop, at the present point.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    g = grad(x)
    for _ in range(steps):
        total = total + g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
