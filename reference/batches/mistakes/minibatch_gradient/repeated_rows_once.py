"""A row that is in the batch twice counts once.

loses: mean_over_the_batch
hint: Put a row in the batch twice: does it weigh twice?
second hint: Take the indices as they come, without a set.
"""


def minibatch_gradient(data, targets, weights, indices):
    indices = sorted(set(indices))
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return errors @ rows / len(rows)
