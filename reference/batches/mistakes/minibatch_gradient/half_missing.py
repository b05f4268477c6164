"""The gradient is twice as long: the loss was taken without its half.

loses: mean_over_the_batch
hint: For a batch of one row, is your gradient (row . weights - target) times the row?
second hint: The half in the loss takes away the 2 of its derivative.
convention: The mean squared error is often written without the half. Its gradient is twice that asked for
    here.
"""


def minibatch_gradient(data, targets, weights, indices):
    rows = data[indices]
    errors = rows @ weights - targets[indices]
    return 2 * errors @ rows / len(rows)
