"""The run keeps PyTorch's buffer of gradients; the path is the same."""


def optimize_with_momentum(start, lr, momentum, steps):
    weights = [float(start)]
    buffer = 0.0
    for _ in range(steps):
        buffer = momentum * buffer + slope(weights[-1])
        weights.append(weights[-1] - lr * buffer)
    weights = np.array(weights)
    return np.stack([weights, loss(weights)], axis=1)
