"""The caller's weights are moved along with the path.

loses: any_weights
hint: Print your weights before and after the call.
second hint: Begin with a copy: `np.array(weights, dtype=float)`.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.asarray(weights, dtype=float)
    trajectory = [w.copy()]
    for indices in batches:
        w -= lr * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w.copy())
    return np.array(trajectory)
