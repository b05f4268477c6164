"""The path is walked in decimals but written down in whole numbers.

loses: adamw_takes_any_start
hint: Try a start of integers, such as [3, -2]: do your rows have decimals?
second hint: `np.zeros_like(start)` and a dtype taken from the start make a table of integers: ask for
    `dtype=float`.
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
        x = x - lr * weight_decay * x
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory, dtype=np.array(start).dtype)
