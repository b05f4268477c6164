"""The rows are the points that look ahead, as PyTorch has them.

loses: look_ahead
hint: Is your first move as long as lr times the gradient, or 1 + alpha times that?
second hint: Keep the points x and look ahead only for the gradient: `grad(x + alpha * v)`, then `x = x + v`.
convention: This is PyTorch's form: its weights are the points x + alpha * v of ours. Each of its rows less
    alpha times the velocity is a row asked for here; where alpha is 0 the two agree.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        v = alpha * v - lr * g
        x = x + alpha * v - lr * g
        trajectory.append(x)
    return np.array(trajectory)
