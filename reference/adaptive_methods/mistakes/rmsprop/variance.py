"""The square of the mean gradient is taken off: this is the centred RMSProp.

loses: squares_are_forgotten
hint: Which averages do you keep, and which does the rule ask for?
second hint: Divide by the root of the averaged squares alone.
convention: This is the centred form, an option of PyTorch and Optax: it divides by the standard deviation of
    the gradients. It agrees where gradients have mean zero, and its steps are longer elsewhere.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    mean = np.zeros_like(x)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        mean = gamma * mean + (1 - gamma) * g
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average - mean**2) + eps)
        trajectory.append(x)
    return np.array(trajectory)
