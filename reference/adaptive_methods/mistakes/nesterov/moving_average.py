"""The gradient is weighted with 1 - alpha: the velocity is a moving average.

loses: look_ahead
hint: Is your first move as long as lr times the gradient?
second hint: Here the gradient enters whole: `v = alpha * v - lr * grad(x + alpha * v)`.
convention: Other books average the gradients. That takes the path that ours takes with lr * (1 - alpha), and
    agrees once the learning rate is made larger by 1 / (1 - alpha).
"""


def nesterov(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - (1 - alpha) * lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
