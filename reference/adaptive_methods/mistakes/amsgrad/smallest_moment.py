"""The smallest moment is kept instead of the largest.

loses: largest_moment
hint: Can your scale become larger again after a quiet time?
second hint: Use `np.maximum`.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    smallest = np.full_like(x, np.inf)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        smallest = np.minimum(smallest, v)
        m_hat = m / (1 - beta1**t)
        v_hat = smallest / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
