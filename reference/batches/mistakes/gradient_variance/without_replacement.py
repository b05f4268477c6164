"""Rows are taken to be drawn without replacement.

loses: noise_of_a_batch
hint: With as many rows in the batch as there are in the data, is any noise left?
second hint: With replacement the factor is 1 / B alone.
convention: Drawn without replacement, as in an epoch, a batch is less noisy by (n - B) / (n - 1). For one row
    the two agree.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sum(gradients.var(axis=0)) / batch * (len(data) - batch) / (len(data) - 1))
