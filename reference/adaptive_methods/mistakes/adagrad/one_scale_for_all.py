"""All coordinates share the sum of the squares of the whole gradient.

loses: squares_add_up
hint: Is your first move equally long in both coordinates?
second hint: Keep a sum for each coordinate: `g**2` keeps the shape of g.
convention: This is AdaGrad-Norm, with one step size for all coordinates. It agrees with the rule asked for
    here only in one dimension.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + np.sum(g**2)
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
