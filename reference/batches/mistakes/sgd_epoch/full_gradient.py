"""Every step uses all rows.

loses: step_of_each_batch
hint: Do your steps depend on the batches?
second hint: Hand the indices of the batch on.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for _ in batches:
        w = w - lr * minibatch_gradient(data, targets, w, range(len(data)))
        trajectory.append(w)
    return np.array(trajectory)
