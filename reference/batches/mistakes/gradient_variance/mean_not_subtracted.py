"""The squares are taken of the gradients themselves.

loses: noise_of_one_row
hint: Where all rows have the same gradient, is your variance zero?
second hint: Subtract the mean gradient first.
convention: This is the second moment. At a minimum of the loss, where the mean gradient is zero, the two
    agree.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.mean(np.sum(gradients**2, axis=1)) / batch)
