"""The first rows are taken instead of those in the batch.

loses: mean_over_the_batch
hint: For the batch [3], which row do you use?
second hint: `data[indices]` takes the rows with these numbers.
"""


def minibatch_gradient(data, targets, weights, indices):
    indices = list(range(len(indices)))
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return errors @ rows / len(rows)
