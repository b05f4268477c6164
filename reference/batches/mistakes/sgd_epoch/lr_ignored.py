"""The learning rate that was given is not used.

loses: step_of_each_batch
hint: Run the function with two learning rates and compare.
second hint: Use the parameter lr.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w - 0.01 * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return np.array(trajectory)
