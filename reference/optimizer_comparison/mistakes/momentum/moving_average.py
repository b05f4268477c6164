"""The gradient is weighted with 1 - alpha: the velocity is a moving average.

loses: velocity_update, velocity_is_carried_over
hint: Is your first step as long as lr times the gradient?
second hint: That is another convention of momentum. Here the gradient enters whole: `v = alpha * v - lr *
    grad(x)`.
convention: The moving average of gradients is momentum in other books. It takes the path that ours takes with
    lr * (1 - alpha), so it agrees only once the learning rate is made larger by 1 / (1 - alpha).
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - (1 - alpha) * lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
