"""Gamma is 0.99 where none is given.

loses: default_gamma
hint: What does your function use for gamma when it is called without one?
second hint: The default stands in the signature: `gamma=0.9`.
convention: PyTorch's default, which it calls alpha, is 0.99. With a gamma that is given, the two agree.
"""


def rmsprop(grad, start, lr, steps, gamma=0.99, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
