"""The point also decays towards zero: this is AdamW.

loses: bias_correction, moment_decay
hint: Is your first move as long as lr in every coordinate?
second hint: Plain Adam has no weight decay: leave out the part that is proportional to x.
convention: This is AdamW: it shrinks the weights a little before each step. With weight decay 0 it is Adam.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
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
        x = x - lr * 0.01 * x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
