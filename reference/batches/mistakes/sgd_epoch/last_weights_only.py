"""Only the last weights come back, not the path to them.

loses: step_of_each_batch
hint: The whole path is asked for, from the first weights to the last.
second hint: Collect the weights after each batch.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w - lr * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return w
