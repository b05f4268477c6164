"""The second moment may fall: this is Adam.

loses: largest_moment
hint: Let the gradient become small for some steps: does your scale follow it?
second hint: Keep the largest: `largest = np.maximum(largest, v)`, and divide by the root of that.
convention: This is Adam. The two agree as long as the second moment grows, and part when gradients become
    smaller.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
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
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
