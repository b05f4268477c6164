"""The loss lacks its last term, -w.

loses: loss_function
hint: The weights are right. At 1 the loss is sin(3) + 0.5 - 1: compare yours.
second hint: The loss is `np.sin(3 * w) + 0.5 * w**2 - w`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, np.sin(3 * weight) + 0.5 * weight**2)]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, np.sin(3 * weight) + 0.5 * weight**2))
    return np.array(rows)
