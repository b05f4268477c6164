"""The corrected moments are stored and corrected again in the next step.

loses: bias_correction, moment_decay
hint: Your first move is right: which m does the second step begin with?
second hint: Keep the raw moments, and give the corrected ones names of their own: `m_hat = m / (1 - beta1**t)`.
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
        m = m / (1 - beta1**t)
        v = v / (1 - beta2**t)
        x = x - lr * m / (np.sqrt(v) + eps)
        trajectory.append(x)
    return np.array(trajectory)
