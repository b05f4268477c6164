"""The step goes up the gradient.

loses: step_of_each_batch, rows_of_an_epoch
hint: Is the loss of a batch lower after its step?
second hint: Subtract the gradient.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w + lr * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return np.array(trajectory)
