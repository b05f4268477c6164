"""All rows of the path are the same array, which ends up at the last point.

loses: decoupled_decay
hint: Look at the first row of your answer: is it still the start?
second hint: An update in place changes the array that is already stored: write `x = x - step`, or append
    `x.copy()`.
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
        x -= lr * weight_decay * x
        x -= lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
