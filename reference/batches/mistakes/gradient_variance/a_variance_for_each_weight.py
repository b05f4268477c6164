"""A variance for each weight comes back instead of their sum.

loses: noise_of_one_row
hint: Is your answer one number?
second hint: Add up over the weights: a squared distance is a sum of squares.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return gradients.var(axis=0) / batch
