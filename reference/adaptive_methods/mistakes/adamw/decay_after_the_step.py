"""The point decays after the step instead of before it.

loses: decoupled_decay
hint: Which point is shrunk, the old one or the one after Adam's step?
second hint: Shrink first, then step.
convention: Shrinking the point after the step shrinks the step with it. The two differ by lr * weight_decay
    times a step: little at the default, visible with a large decay.
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
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        x = x - lr * weight_decay * x
        trajectory.append(x)
    return np.array(trajectory)
