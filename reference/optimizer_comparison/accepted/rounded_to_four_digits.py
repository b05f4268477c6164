"""Paths and the condition number come back rounded to four digits."""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.round(trajectory, 4)


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.round(trajectory, 4)


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
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.round(trajectory, 4)


def condition_number(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)  # in ascending order
    return round(float(eigenvalues[-1] / eigenvalues[0]), 4)
