"""The gradients of all batches are averaged into one step.

loses: step_of_each_batch
hint: How many steps has an epoch of three batches?
second hint: Make a step after each batch.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    steps = [lr * minibatch_gradient(data, targets, w, indices) for indices in batches]
    return np.array([w] + [w - np.mean(steps, axis=0)] * len(batches))
