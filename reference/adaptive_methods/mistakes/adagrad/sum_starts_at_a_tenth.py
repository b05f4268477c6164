"""The sum begins at 0.1 instead of zero.

loses: squares_add_up
hint: Is your first move exactly lr in each coordinate?
second hint: Begin with `np.zeros_like(x)`.
convention: Optax and TensorFlow begin the sum at 0.1, so that early steps are shorter. Here, as in PyTorch,
    it begins at zero.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.full_like(x, 0.1)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
