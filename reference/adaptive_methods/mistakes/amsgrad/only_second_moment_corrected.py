"""Only the second moment is corrected.

loses: largest_moment
hint: Is your first move as long as lr in each coordinate?
second hint: The first moment is corrected too: `m / (1 - beta1**t)`.
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
        v_hat = largest / (1 - beta2**t)
        x = x - lr * m / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
