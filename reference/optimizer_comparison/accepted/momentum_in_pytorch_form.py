"""The buffer gathers gradients, and the learning rate is applied when moving."""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    buffer = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        buffer = alpha * buffer + grad(x)
        x = x - lr * buffer
        trajectory.append(x)
    return np.array(trajectory)
