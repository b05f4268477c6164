"""The batches are gone through from the last to the first.

loses: step_of_each_batch
hint: Which batch moves your weights first?
second hint: Take them as they come.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches[::-1]:
        w = w - lr * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return np.array(trajectory)
