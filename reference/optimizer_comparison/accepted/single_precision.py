"""Everything in single precision."""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=np.float32)
    trajectory = [x]
    for _ in range(steps):
        x = x - np.float32(lr) * np.float32(grad(x))
        trajectory.append(x)
    return np.array(trajectory)


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=np.float32)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = np.float32(alpha) * v - np.float32(lr) * np.float32(grad(x))
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=np.float32)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = np.float32(grad(x))
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)


def condition_number(hessian):
    eigenvalues = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float32))
    return eigenvalues[-1] / eigenvalues[0]


def steps_to_converge(trajectory, minimum, tol):
    rows = np.asarray(trajectory, dtype=np.float32)
    first = len(rows)
    while first > 0 and np.linalg.norm(rows[first - 1] - minimum) <= tol:  # a NaN distance compares as outside
        first -= 1
    return first if first < len(rows) else None
