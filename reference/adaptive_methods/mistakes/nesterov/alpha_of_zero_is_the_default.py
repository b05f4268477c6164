"""Where `alpha` is 0, 0.9 is taken.

loses: default_alpha
hint: What does your function do when it is called with `alpha=0`?
second hint: `alpha or 0.9` is 0.9 where `alpha` is 0: the default in the signature is enough.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    alpha = alpha or 0.9
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
