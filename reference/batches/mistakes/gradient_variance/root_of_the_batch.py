"""The variance is divided by the root of the batch size.

loses: noise_of_a_batch
hint: Which falls like one over the root, the variance or its root?
second hint: Divide by the size itself.
convention: The standard deviation falls like one over the root of the batch size. The variance falls like one
    over the size.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sum(gradients.var(axis=0)) / np.sqrt(batch))
