"""The path is written down in whole numbers when the weights are.

loses: any_weights
hint: Try weights of integers: do your rows have decimals?
second hint: Ask for `dtype=float`.
"""


def sgd_epoch(data, targets, weights, lr, batches):
    w = np.array(weights, dtype=float)
    trajectory = [w]
    for indices in batches:
        w = w - lr * minibatch_gradient(data, targets, w, indices)
        trajectory.append(w)
    return np.array(trajectory, dtype=np.array(weights).dtype)
