"""The second moment never falls: this is AMSGrad.

loses: moment_decay
hint: Let the gradient shrink for some steps: does your scale follow it?
second hint: Plain Adam uses the present average, not the largest so far: `v_hat = v / (1 - beta2**t)`.
convention: This is AMSGrad: it divides by the largest second moment seen so far. It agrees with Adam as long as
    that moment grows, and parts when gradients become smaller.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        largest = np.maximum(largest, v)
        v_hat = largest / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
