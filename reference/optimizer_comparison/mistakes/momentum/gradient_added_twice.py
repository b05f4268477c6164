"""The gradient step is taken on top of the velocity, which holds it already.

loses: velocity_update, velocity_is_carried_over
hint: Is your first step as long as lr times the gradient, or twice as long?
second hint: The velocity holds the gradient step: move by it alone, `x = x + v`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        v = alpha * v - lr * g
        x = x + v - lr * g
        trajectory.append(x)
    return np.array(trajectory)
