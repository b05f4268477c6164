"""The gradient from the moments of the batch, the variance from all pairs of rows, single precision in the epoch."""


def minibatch_gradient(data, targets, weights, indices):
    rows, aims = np.take(data, indices, axis=0), np.take(targets, indices)
    return rows.T @ rows / len(aims) @ weights - rows.T @ aims / len(aims)


def sgd_epoch(data, targets, weights, lr, batches):
    path = np.empty((len(batches) + 1, len(weights)), dtype=np.float32)
    path[0] = weights
    for t, indices in enumerate(batches):
        path[t + 1] = path[t] - np.float32(lr) * minibatch_gradient(data, targets, path[t], indices)
    return path


def gradient_variance(data, targets, weights, batch):
    gradients = data * (data @ weights - targets)[:, np.newaxis]
    pairs = gradients[:, np.newaxis] - gradients
    return np.mean(np.sum(pairs**2, axis=2)) / 2 / batch
