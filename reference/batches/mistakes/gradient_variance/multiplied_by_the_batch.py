"""The variance is multiplied by the size of the batch.

loses: noise_of_a_batch
hint: Is a larger batch noisier?
second hint: Divide by the size.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sum(gradients.var(axis=0)) * batch)
