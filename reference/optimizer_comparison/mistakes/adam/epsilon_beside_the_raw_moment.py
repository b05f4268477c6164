"""Epsilon is added to the root of the uncorrected moment.

loses: epsilon_outside_the_root
hint: Run it with a large eps, such as 0.5: with the tiny default this part of the formula cannot be seen.
second hint: Correct first, then add: `np.sqrt(v_hat) + eps`. The shortcut with a corrected learning rate has
    another eps.
convention: Adam's paper mentions a faster form that adds eps to the root of the uncorrected moment. At eps =
    1e-8 nobody sees the difference; with a larger eps the first steps differ.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
        trajectory.append(x)
    return np.array(trajectory)
