"""Gradients of a part of the data of a linear model, and the noise that this brings."""

import numpy as np


def minibatch_gradient(data, targets, weights, indices):
    """The mean of (row . weights - target) row over the batch."""
    rows = np.asarray(data, dtype=float)[indices]
    errors = rows @ weights - np.asarray(targets)[indices]
    return errors @ rows / len(rows)


def sgd_epoch(data, targets, weights, lr, batches):
    """One step of gradient descent for each batch."""
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w - lr * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return np.array(trajectory)


def gradient_variance(data, targets, weights, batch):
    """The mean squared distance of one row's gradient from the full one, over the size of the batch."""
    rows = np.asarray(data, dtype=float)
    gradients = (rows @ weights - targets)[:, None] * rows
    return float(np.mean(np.sum((gradients - gradients.mean(axis=0)) ** 2, axis=1)) / batch)


def scaled_rate(lr, batch, new_batch):
    """Double the batch, double the rate."""
    return lr * new_batch / batch


def effective_rate(lr, batch):
    """The rate over the size of the batch."""
    return lr / batch
