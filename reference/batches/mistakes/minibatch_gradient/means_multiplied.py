"""The mean error is multiplied by the mean row.

loses: mean_over_the_batch
hint: For a batch of two rows, is your gradient the mean of the two gradients?
second hint: Multiply first, then average.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return np.mean(errors) * np.mean(rows, axis=0)
