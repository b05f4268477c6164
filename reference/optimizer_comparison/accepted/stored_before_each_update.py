"""Each point is stored before it is updated, in one round more than there are steps."""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for _ in range(steps + 1):
        trajectory.append(x)
        x = x - lr * grad(x)
    return np.array(trajectory)


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = []
    for _ in range(steps + 1):
        trajectory.append(x)
        v = alpha * v - lr * grad(x)
        x = x + v
    return np.array(trajectory)


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = []
    for i in range(steps + 1):
        trajectory.append(x)
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1 ** (i + 1))
        v_hat = v / (1 - beta2 ** (i + 1))
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return np.array(trajectory)
