"""The moments are used without bias correction.

loses: decoupled_decay
hint: With no decay, is your first move as long as lr in each coordinate?
second hint: Both moments begin at zero and are too small at first: divide them by `1 - beta1**t` and `1 -
    beta2**t`.
"""


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        x = x - lr * weight_decay * x
        x = x - lr * m / (np.sqrt(v) + eps)
        trajectory.append(x)
    return np.array(trajectory)
