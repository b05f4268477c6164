"""Plain numbers in loops over the coordinates, the whole gradient taken first."""

import math


def gradient_descent(grad, start, lr, steps):
    x = [float(number) for number in start]
    trajectory = [tuple(x)]
    for _ in range(steps):
        g = grad(np.array(x))
        for i in range(len(x)):
            x[i] -= lr * g[i]
        trajectory.append(tuple(x))
    return np.array(trajectory)


def momentum(grad, start, lr, steps, alpha=0.9):
    x = [float(number) for number in start]
    v = [0.0] * len(x)
    trajectory = [tuple(x)]
    for _ in range(steps):
        g = grad(np.array(x))
        for i in range(len(x)):
            v[i] = alpha * v[i] - lr * g[i]
            x[i] += v[i]
        trajectory.append(tuple(x))
    return np.array(trajectory)


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = [float(number) for number in start]
    m = [0.0] * len(x)
    v = [0.0] * len(x)
    trajectory = [tuple(x)]
    for t in range(1, steps + 1):
        g = grad(np.array(x))
        for i in range(len(x)):
            m[i] = beta1 * m[i] + (1 - beta1) * g[i]
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
            x[i] -= lr * (m[i] / (1 - beta1**t)) / (math.sqrt(v[i] / (1 - beta2**t)) + eps)
        trajectory.append(tuple(x))
    return np.array(trajectory)


def steps_to_converge(trajectory, minimum, tol):
    arrived = None
    for i, row in enumerate(trajectory):
        distance = math.sqrt(sum((a - b) ** 2 for a, b in zip(row, minimum, strict=True)))
        if not distance <= tol:
            arrived = None
        elif arrived is None:
            arrived = i
    return arrived
