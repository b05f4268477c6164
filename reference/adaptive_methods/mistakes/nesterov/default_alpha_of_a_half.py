"""Alpha is 0.5 where none is given.

loses: default_alpha
hint: What does your function use for alpha when it is called without one?
second hint: The default stands in the signature: `alpha=0.9`.
"""


def nesterov(grad, start, lr, steps, alpha=0.5):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
