"""The largest squared gradient is kept instead of the largest average.

loses: largest_moment
hint: Your first move is short: what is the average of one square, before its correction?
second hint: Average first, `v = beta2 * v + (1 - beta2) * g**2`, and keep the largest average.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        largest = np.maximum(largest, g**2)
        m_hat = m / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
