"""The maximum is taken over the coordinates instead of over time.

loses: largest_moment
hint: Is your first move equally long in both coordinates?
second hint: `np.max(v)` is one number; `np.maximum(largest, v)` compares coordinate by coordinate.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = 0.0
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = max(largest, np.max(v))
        m_hat = m / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
