"""The rows begin after the first update and go on one update too far.

loses: first_move, velocity_is_carried_over
hint: The number of rows is right. Look at row 0 of a run from 2.3.
second hint: Append the start before the first update, then loop `steps` times.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps + 1):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows[1:])
