"""Gradients of a part of the data, and the noise that this brings.

Fill in the functions; keep their names and the names of their parameters.

The loss is the mean over the rows of 0.5 * (row . weights - target)**2.  `data` is an array of shape (n, d), `targets`
has shape (n,), `weights` has shape (d,), and is left as it was.
"""

import numpy as np  # noqa: F401 - for you to use


def minibatch_gradient(data, targets, weights, indices):
    """Find the gradient of the mean loss over the rows in `indices`, a list of row numbers; a row may be there twice.

    Returns an array of shape (d,).
    """
    raise NotImplementedError


def sgd_epoch(data, targets, weights, lr, batches):
    """Make a step of gradient descent for each batch, a list of row numbers; batches may differ in size.

    Returns the trajectory, shape (len(batches) + 1, d).
    """
    raise NotImplementedError


def gradient_variance(data, targets, weights, batch):
    """Find how far the gradient of a batch is from the full one: the mean squared distance.

    `batch` is the number of rows in a batch, drawn evenly and with replacement.  Returns a number.
    """
    raise NotImplementedError


def scaled_rate(lr, batch, new_batch):
    """Find the learning rate for another batch size by the linear scaling rule.

    Returns a number.
    """
    raise NotImplementedError


def effective_rate(lr, batch):
    """Find the learning rate per row of a batch.

    Returns a number.
    """
    raise NotImplementedError
