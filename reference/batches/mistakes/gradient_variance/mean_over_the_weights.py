"""The variances are averaged over the weights instead of added up.

loses: noise_of_one_row
hint: What is the squared length of (1, 1)?
second hint: Add up over the weights: a squared distance is a sum of squares.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.mean(gradients.var(axis=0)) / batch)
