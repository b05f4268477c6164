"""Every number is kept in NumPy's long double."""


def optimize_with_momentum(start, lr, momentum, steps):
    rows = np.empty((steps + 1, 2), dtype=np.longdouble)
    weight, velocity = np.longdouble(start), np.longdouble(0)
    rows[0] = weight, loss(weight)
    for t in range(1, steps + 1):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows[t] = weight, loss(weight)
    return rows
