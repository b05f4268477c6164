"""The squares are summed and never forgotten: this is AdaGrad.

loses: squares_are_forgotten
hint: Does your scale ever become smaller again?
second hint: Average instead: `gamma * average + (1 - gamma) * g**2`.
convention: This is AdaGrad, whose steps only become shorter. RMSProp was made to mend that.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = average + g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)
