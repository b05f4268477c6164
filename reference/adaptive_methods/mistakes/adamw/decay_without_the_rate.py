"""The decay is not multiplied by the learning rate.

loses: decoupled_decay
hint: Set lr to 0: does the point still move?
second hint: The rate stands in the decay too: `lr * weight_decay * x`.
convention: The paper that proposed AdamW keeps the decay apart from the learning rate and gives both a common
    schedule. PyTorch and Optax multiply by the rate, as is asked for here.
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
        x = x - weight_decay * x
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
