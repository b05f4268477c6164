"""The variance is divided by the square of the batch size.

loses: noise_of_a_batch
hint: By which factor does a mean of four draws vary less?
second hint: Divide by the size itself.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sum(gradients.var(axis=0)) / batch**2)
