"""The loss takes the sine of w where it should be of 3w.

loses: loss_function
hint: The weights are right. At 1 the loss is sin(3) + 0.5 - 1: compare yours.
second hint: The loss is `np.sin(3 * w) + 0.5 * w**2 - w`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, np.sin(weight) + 0.5 * weight**2 - weight)]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, np.sin(weight) + 0.5 * weight**2 - weight))
    return np.array(rows)
