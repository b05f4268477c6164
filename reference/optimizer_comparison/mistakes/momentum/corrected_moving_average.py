"""The velocity is a bias-corrected moving average, as in Adam.

loses: velocity_update, velocity_is_carried_over
hint: Your first step is right, but the second is short: how much of the first does it keep?
second hint: Momentum needs no bias correction: `v = alpha * v - lr * grad(x)`, then `x = x + v`.
convention: A moving average with bias correction is the numerator of Adam. Its first step agrees with ours;
    from the second on it is shorter, since it averages gradients instead of adding them up.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        v = alpha * v + (1 - alpha) * grad(x)
        x = x - lr * v / (1 - alpha**t)
        trajectory.append(x)
    return np.array(trajectory)
