"""The point after the last update is not part of the path.

loses: decoupled_decay
hint: Every update makes one row, and the start is a row of its own: how many rows are due?
second hint: Store the start before the loop and append after each update, so that `steps` updates leave
    `steps + 1` rows.
"""


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = []
    for t in range(1, steps + 1):
        trajectory.append(x)
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * weight_decay * x
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return np.array(trajectory)
