"""Both moments take the new value whole, without 1 - beta.

loses: bias_correction, moment_decay
hint: Is your first move as long as lr in every coordinate?
second hint: A moving average gives the new value the rest of the weight, 1 - beta1 for m and 1 - beta2 for v.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + g
        v = beta2 * v + g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
