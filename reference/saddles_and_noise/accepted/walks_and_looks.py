"""The prediction is a walk of the other two functions; paths are lists in single precision."""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.asarray(start, dtype=np.float32)
    rows = [x.tolist()]
    for t in range(steps):
        x = np.float32(x - lr * (np.asarray(grad(x)) + noise[t]))
        rows.append(x.tolist())
    return rows


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    x = np.array([offset])
    path = [x]
    while abs(path[-1][0]) <= radius:
        path.append(path[-1] - lr * curvature * path[-1])
    return steps_to_escape(np.array(path), np.zeros(1), radius)
