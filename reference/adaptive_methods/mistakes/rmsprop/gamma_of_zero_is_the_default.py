"""Where `gamma` is 0, 0.9 is taken.

loses: default_gamma
hint: What does your function do when it is called with `gamma=0`?
second hint: `gamma or 0.9` is 0.9 where `gamma` is 0: the default in the signature is enough.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    gamma = gamma or 0.9
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
