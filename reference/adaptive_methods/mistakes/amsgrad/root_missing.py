"""The step is divided by the moment itself, without the root.

loses: largest_moment
hint: Make the loss ten times as steep: does your first move change?
second hint: Take the root: `np.sqrt(v_hat) + eps`.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v)
        m_hat = m / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        x = x - lr * m_hat / (v_hat + eps)
        trajectory.append(x)
    return np.array(trajectory)
