"""The rest of the genealogy: a momentum that looks ahead, and four methods with a step size for each coordinate.

Each returns its whole trajectory: row 0 is the start, row t the point after t updates.
"""

import numpy as np


def nesterov(grad, start, lr, steps, alpha=0.9):
    """Nesterov's momentum: v' = alpha*v - lr*grad(x + alpha*v), x' = x + v'."""
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x + alpha * v)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)


def adagrad(grad, start, lr, steps, eps=1e-8):
    """Scale each coordinate by the root of the sum of its squared gradients."""
    x = np.array(start, dtype=float)
    total = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        total = total + g**2
        x = x - lr * g / (np.sqrt(total) + eps)
        trajectory.append(x)
    return np.array(trajectory)


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    """Scale each coordinate by the root of the moving average of its squared gradients."""
    x = np.array(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x = x - lr * g / (np.sqrt(average) + eps)
        trajectory.append(x)
    return np.array(trajectory)


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam whose old point decays by lr*weight_decay before the step."""
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
    return np.array(trajectory)


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with the largest raw second moment so far, bias-corrected afterwards."""
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v)
        m_hat = m / (1 - beta1**t)
        v_hat = largest / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
