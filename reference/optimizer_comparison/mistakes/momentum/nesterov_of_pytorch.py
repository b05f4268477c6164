"""The weight moves by alpha * v - lr * g once more: PyTorch's form of Nesterov.

loses: velocity_update, velocity_is_carried_over
hint: Is your first step as long as lr times the gradient, or longer?
second hint: Move by the velocity just computed and nothing else: `x = x + v`.
convention: This is Nesterov's momentum as PyTorch writes it, whose rows are the points that look ahead. It
    agrees with the heavy ball asked for here only where alpha is 0.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        v = alpha * v - lr * g
        x = x + alpha * v - lr * g
        trajectory.append(x)
    return np.array(trajectory)
