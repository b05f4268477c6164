"""The velocity is never stored: it is the difference of the last two weights."""


def optimize_with_momentum(start, lr, momentum, steps):
    before = here = float(start)
    rows = [[here, loss(here)]]
    for _ in range(steps):
        before, here = here, here - lr * slope(here) + momentum * (here - before)
        rows.append([here, loss(here)])
    return np.array(rows)
