"""The decay is divided by the root of the second moment, like the gradient.

loses: decoupled_decay
hint: In the first step, does a steep coordinate decay as much as a flat one?
second hint: Only m_hat is divided: the decay is `lr * weight_decay * x`, as it is.
"""


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
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
        x = x - lr * (m_hat + weight_decay * x) / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
