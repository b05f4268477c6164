"""The errors are averaged and not multiplied by their rows.

loses: mean_over_the_batch
hint: Is your gradient an array of d numbers?
second hint: Each error is multiplied by its own row.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return np.mean(errors)
