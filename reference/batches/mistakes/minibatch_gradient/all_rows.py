"""The whole data are used, whatever the batch is.

loses: mean_over_the_batch
hint: Does your answer depend on `indices`?
second hint: Take the rows of the batch first: `data[indices]`.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data
    errors = rows @ weights - targets
    return errors @ rows / len(rows)
