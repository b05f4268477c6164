"""Every step uses the first batch.

loses: step_of_each_batch
hint: Do your steps depend on the second batch?
second hint: Use the batch of this step.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for _ in batches:
        w = w - lr * minibatch_gradient(data, targets, w, batches[0])
        trajectory.append(w)
    return np.array(trajectory)
