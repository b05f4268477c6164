"""The second coordinate already sees the first one moved.

loses: bias_correction, moment_decay
hint: On a bowl whose axes lie along the coordinates your path is right: what is different on a turned one?
second hint: Take the whole gradient first, `g = grad(x)`, then update all coordinates at once.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x.copy()]
    for t in range(1, steps + 1):
        for i in range(len(x)):
            g = grad(x)[i]
            m[i] = beta1 * m[i] + (1 - beta1) * g
            v[i] = beta2 * v[i] + (1 - beta2) * g**2
            m_hat = m[i] / (1 - beta1**t)
            v_hat = v[i] / (1 - beta2**t)
            x[i] = x[i] - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x.copy())
    return np.array(trajectory)
