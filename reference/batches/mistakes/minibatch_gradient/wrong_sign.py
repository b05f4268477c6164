"""Targets and predictions have changed places.

loses: mean_over_the_batch
hint: For a batch of one row, is your gradient (row . weights - target) times the row?
second hint: The error is the prediction less the target.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data[indices]
    errors = targets[indices] - rows @ weights
    return errors @ rows / len(rows)
