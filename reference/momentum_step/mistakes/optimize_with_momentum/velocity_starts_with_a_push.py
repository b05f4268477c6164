"""The ball is already rolling at the start: the first velocity is not 0.

loses: first_move
hint: Work out the first move by hand. Yours is longer by the factor 1 + momentum.
second hint: The ball starts at rest: `velocity = 0.0` before the loop.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), -lr * slope(float(start))
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
