"""There is a step for each row of a batch instead of one for the batch.

loses: step_of_each_batch
hint: How many gradients do you take for a batch of two rows?
second hint: One gradient, the mean over the batch, makes one step.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        for i in indices:
            w = w - lr * minibatch_gradient(data, targets, w, [i])
        trajectory.append(w)
    return np.array(trajectory)
