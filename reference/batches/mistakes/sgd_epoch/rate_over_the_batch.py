"""The rate is divided by the size of the batch.

loses: step_of_each_batch
hint: The gradient is a mean already: what do you divide again?
second hint: Use lr as it is.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w - lr / len(indices) * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return np.array(trajectory)
