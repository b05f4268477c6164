"""Row by row in plain numbers, and the variance as second moment less squared mean."""


def minibatch_gradient(data, targets, weights, indices):
    gradient = [0.0] * len(weights)
    for i in indices:
        error = sum(x * w for x, w in zip(data[i], weights, strict=True)) - targets[i]
        gradient = [total + error * x / len(indices) for total, x in zip(gradient, data[i], strict=True)]
    return gradient


def sgd_epoch(data, targets, weights, lr, batches):
    rows = [list(map(float, weights))]
    for indices in batches:
        gradient = minibatch_gradient(data, targets, rows[-1], indices)
        rows.append([w - lr * g for w, g in zip(rows[-1], gradient, strict=True)])
    return rows


def gradient_variance(data, targets, weights, batch):
    gradients = np.array([minibatch_gradient(data, targets, weights, [i]) for i in range(len(data))])
    return (np.mean(np.sum(gradients**2, axis=1)) - np.sum(np.mean(gradients, axis=0) ** 2)) / batch


def scaled_rate(lr, batch, new_batch):
    return effective_rate(lr, batch) * new_batch


def effective_rate(lr, batch):
    return lr * batch**-1
