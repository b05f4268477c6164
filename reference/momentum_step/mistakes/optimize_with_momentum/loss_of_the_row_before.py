"""Each row holds the loss of the weight from before the update.

loses: loss_column
hint: The weights are right. In row 1, at which weight did you take the loss?
second hint: Compute the loss after the update: `rows.append((weight, loss(weight)))`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        height = loss(weight)
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, height))
    return np.array(rows)
