"""The step looks ahead with the new gradient: this is NAdam.

loses: bias_correction, moment_decay
hint: Is your first move as long as lr in every coordinate?
second hint: Plain Adam moves by `m_hat` alone.
convention: This is NAdam: Adam with Nesterov's look ahead in the first moment. It agrees with Adam only where
    beta1 is 0.
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
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        ahead = beta1 * m_hat + (1 - beta1) * g / (1 - beta1**t)
        x = x - lr * ahead / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
