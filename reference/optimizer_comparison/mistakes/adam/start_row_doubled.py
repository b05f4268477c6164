"""The start stands in the path twice and the last point is missing.

loses: bias_correction
hint: Compare your rows 0 and 1: has anything moved?
second hint: Append after the update, not before it: row 1 is the point after one update.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        trajectory.append(x)
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return np.array(trajectory)
