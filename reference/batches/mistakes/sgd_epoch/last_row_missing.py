"""The weights after the last batch are not part of the path.

loses: step_of_each_batch
hint: How many rows are due for three batches?
second hint: Store the weights first, and then after each batch.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = []
    for indices in batches:
        trajectory.append(w)
        w = w - lr * minibatch_gradient(data, targets, w, indices)
    return np.array(trajectory)
