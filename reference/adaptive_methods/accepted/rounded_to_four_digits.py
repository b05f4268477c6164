"""Paths come back rounded to four digits."""


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    rows = np.array([start] * (steps + 1), dtype=float)
    m, v = np.zeros((2, len(start)))
    for t in range(steps):
        g = grad(rows[t])
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        step = m / (1 - beta1 ** (t + 1)) / (np.sqrt(v / (1 - beta2 ** (t + 1))) + eps)
        rows[t + 1] = rows[t] - lr * (weight_decay * rows[t] + step)
    return rows.round(4)
