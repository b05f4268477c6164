"""Gamma is always 0.9, whatever was given.

loses: squares_are_forgotten
hint: Run the function with two values of gamma and compare the paths.
second hint: Use the parameter in both places where gamma stands.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = 0.9 * average + 0.1 * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
