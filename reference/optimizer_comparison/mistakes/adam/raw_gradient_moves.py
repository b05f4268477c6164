"""The step uses the gradient itself instead of the first moment.

loses: bias_correction, moment_decay
hint: Your first move is right: what does the second one remember?
second hint: The direction is the corrected first moment: `lr * m_hat / (np.sqrt(v_hat) + eps)`.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        v = beta2 * v + (1 - beta2) * g**2
        v_hat = v / (1 - beta2**t)
        x = x - lr * g / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
