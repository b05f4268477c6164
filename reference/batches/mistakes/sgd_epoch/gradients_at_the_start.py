"""All gradients are taken at the weights that were given.

loses: step_of_each_batch
hint: At which weights do you take the gradient of the second batch?
second hint: Take it at the weights that the first batch has left.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w - lr * minibatch_gradient(data, targets, weights, indices)
        trajectory.append(w)
    return np.array(trajectory)
