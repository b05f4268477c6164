"""Distances are averaged instead of their squares.

loses: noise_of_one_row
hint: Is your number a mean of squares?
second hint: Square each distance.
"""


def gradient_variance(data, targets, weights, batch):
    gradients = (data @ weights - targets)[:, None] * data
    return float(np.mean(np.linalg.norm(gradients - gradients.mean(axis=0), axis=1)) / batch)
