"""The size of the batch is not used.

loses: noise_of_a_batch
hint: Is a gradient of a hundred rows as noisy as one of a single row?
second hint: Divide by the size of the batch.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sum(gradients.var(axis=0)))
