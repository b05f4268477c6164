"""The sum is divided by the number of all rows, not of those in the batch.

loses: mean_over_the_batch
hint: Put the same row in the batch twice: does your gradient change?
second hint: Divide by `len(indices)`.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return errors @ rows / len(data)
