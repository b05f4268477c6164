"""Nesterov from two points, AdaGrad and RMSProp from all gradients so far, the others from a history of moments."""


def nesterov(grad, start, lr, steps, alpha=0.9):
    trajectory = [np.array(start, dtype=float)] * 2
    for _ in range(steps):
        ahead = trajectory[-1] + alpha * (trajectory[-1] - trajectory[-2])
        trajectory.append(ahead - lr * grad(ahead))
    return np.array(trajectory[1:])


def adagrad(grad, start, lr, steps, eps=1e-8):
    trajectory = [np.array(start, dtype=float)]
    gradients = []
    for _ in range(steps):
        gradients.append(grad(trajectory[-1]))
        scale = np.linalg.norm(gradients, axis=0) + eps
        trajectory.append(trajectory[-1] - lr * gradients[-1] / scale)
    return np.array(trajectory)


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    trajectory = [np.array(start, dtype=float)]
    gradients = []
    for t in range(1, steps + 1):
        gradients.append(grad(trajectory[-1]))
        weights = (1 - gamma) * gamma ** np.arange(t)[::-1]
        scale = np.sqrt(weights @ np.square(gradients)) + eps
        trajectory.append(trajectory[-1] - lr * gradients[-1] / scale)
    return np.array(trajectory)


def adamw(grad, start, lr, steps, weight_decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    trajectory = [np.array(start, dtype=float)]
    gradients = []
    for t in range(1, steps + 1):
        gradients.append(grad(trajectory[-1]))
        first, second = beta1 ** np.arange(t)[::-1], beta2 ** np.arange(t)[::-1]  # averages by normalised weights
        mean = first @ np.array(gradients) / first.sum()
        scale = np.sqrt(second @ np.square(gradients) / second.sum()) + eps
        trajectory.append((1 - lr * weight_decay) * trajectory[-1] - lr * mean / scale)
    return np.array(trajectory)


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    trajectory = [np.array(start, dtype=float)]
    m, moments = 0.0, [np.zeros(len(start))]
    for t in range(1, steps + 1):
        g = grad(trajectory[-1])
        m = m + (1 - beta1) * (g - m)
        moments.append(moments[-1] + (1 - beta2) * (g * g - moments[-1]))
        scale = np.max(moments, axis=0) ** 0.5 / (1 - beta2**t) ** 0.5 + eps
        trajectory.append(trajectory[-1] - lr / (1 - beta1**t) * m / scale)
    return np.array(trajectory)
