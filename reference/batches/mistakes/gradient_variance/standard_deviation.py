"""The root is taken.

loses: noise_of_one_row
hint: Is your number a mean of squares?
second hint: Leave out the root.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sqrt(np.sum(gradients.var(axis=0)) / batch))
