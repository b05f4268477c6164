"""The sum is divided by n - 1 instead of n.

loses: noise_of_one_row
hint: Is your number the mean of the squared distances?
second hint: All rows are there: divide by n.
convention: Dividing by n - 1 estimates the variance of a larger population from a sample. Here the rows are
    the whole population.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.sum(gradients.var(axis=0, ddof=1)) / batch)
