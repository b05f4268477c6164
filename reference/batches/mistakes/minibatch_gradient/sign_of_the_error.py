"""Only the sign of the error is used.

loses: mean_over_the_batch
hint: For a batch of one row, is your gradient (row . weights - target) times the row?
second hint: Multiply by the error itself.
convention: This is the gradient of the absolute error, which robust regression uses. Here the error is
    squared.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return np.sign(errors) @ rows / len(rows)
