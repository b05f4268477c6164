"""The average is bias-corrected, as in Adam.

loses: squares_are_forgotten
hint: Is your first move lr, or longer by 1 / sqrt(1 - gamma)?
second hint: RMSProp uses the average as it is, although it begins at zero.
convention: With bias correction this is Adam without its first moment, an option that Optax has too. After
    many steps the two agree; the first are longer without.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average / (1 - gamma**t)) + eps)
        trajectory.append(x)
    return np.array(trajectory)
