"""The correction of the first moment lacks its brackets: `m / 1 - beta1**t`.

loses: bias_correction
hint: What does Python divide by in `m / 1 - beta1**t`?
second hint: The whole of `(1 - beta1**t)` stands below the fraction, and so in brackets.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / 1 - beta1**t
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
