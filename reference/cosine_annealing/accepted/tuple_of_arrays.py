"""The trajectory is a tuple of one array a row."""


def descend_with_schedule(grad, start, schedule, steps):
    rows = (np.asarray(start, dtype=float).copy(),)
    for t in range(steps):
        rows += (rows[-1] - schedule(t) * grad(rows[-1]),)
    return rows
