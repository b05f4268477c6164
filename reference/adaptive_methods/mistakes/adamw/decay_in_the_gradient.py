"""The decay is added to the gradient, so that it is scaled with it.

loses: decoupled_decay
hint: With a large weight_decay, is your first move still lr in each coordinate?
second hint: Let the gradient be: shrink the point on its own, `x = x - lr * weight_decay * x`.
convention: This is Adam with L2 regularisation, the form that AdamW was made to part from: the moments see
    the penalty and scale it away. It agrees where weight_decay is 0.
"""


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x) + weight_decay * x
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
