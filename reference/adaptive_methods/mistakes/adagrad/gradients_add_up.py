"""The gradients are added up, and the sum is squared afterwards.

loses: squares_add_up
hint: Can your sum become smaller from one step to the next?
second hint: Square each gradient before it is added: `total = total + g**2`.
"""


def adagrad(grad, start, lr, steps, eps=1e-8):
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g
        x = x - lr * g / (np.abs(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)
