"""Alpha grows from step to step instead of being the caller's.

loses: look_ahead
hint: Your first move is right: which alpha does your second step use?
second hint: Use the alpha that was given, the same in every step.
convention: The sequence (t - 1) / (t + 2) is the one that Nesterov's bound of 1/t^2 is proved with. Here, as
    in neural networks, alpha is constant.
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        ahead = (t - 1) / (t + 2)
        v = ahead * v - lr * grad(x + ahead * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
