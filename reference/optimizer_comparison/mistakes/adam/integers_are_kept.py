"""The points are cut down to whole numbers when the start is given in integers.

loses: adam_from_integers
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: An array takes its type from what it is made of: `np.array(start, dtype=float)` holds decimals.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start)
    m = np.zeros(len(x))
    v = np.zeros(len(x))
    trajectory = np.zeros((steps + 1, len(x)), dtype=x.dtype)
    trajectory[0] = x
    for t in range(1, steps + 1):
        g = grad(trajectory[t - 1])
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        trajectory[t] = trajectory[t - 1] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return trajectory
