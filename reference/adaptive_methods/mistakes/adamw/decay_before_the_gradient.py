"""The gradient is taken at the point that has decayed already.

loses: decoupled_decay
hint: At which point do you ask for the gradient, before the decay or after it?
second hint: Take `g = grad(x)` first, where the step begins.
"""


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        x = x - lr * weight_decay * x
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
